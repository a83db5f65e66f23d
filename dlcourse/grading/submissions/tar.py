"""The members of a tar file, one after the other, in time and memory that the stream bounds.

The standard library's reader searches extended headers in time that grows with the square of their size.
"""

import bz2
import gzip
import lzma
import tarfile

BLOCK = tarfile.BLOCKSIZE
CHUNK = 1 << 20
MOST_HEADER = 1 << 16  # bytes of an extended header: a long name
PACKED = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
FILES = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
LINKS = (tarfile.SYMTYPE, tarfile.LNKTYPE)


class Tar:
    """A tar file, however it is compressed.

    Parameters
    ----------
    stream : binary stream
        That can be rewound.
    take : function
        Called with the number of bytes whenever some came out: it may raise.
    """

    def __init__(self, stream, take):
        opener = PACKED.get(stream.read(2))
        stream.seek(0)
        self.stream, self.take = opener(stream) if opener else stream, take
        self.left = 0  # bytes of the present member, with what fills its last block

    def __iter__(self):
        """A TarInfo for each member: name, type, size and mtime are right. `read` gives the bytes of the latest."""
        more = {}
        while (block := self._exactly(BLOCK, may_end=True)).strip(b"\0"):
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            if info.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
                more |= _records(self._header(info))
            elif info.type == tarfile.GNUTYPE_LONGNAME:
                more["path"] = self._header(info).rstrip(b"\0")
            elif info.type in (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK):
                self._skip(_padded(info.size))
            else:
                self._complete(info, more)
                more = {}
                self.left = self.size = info.size if info.type not in (*LINKS, tarfile.DIRTYPE) else 0
                self.left = _padded(self.left)
                yield info
                self._skip(self.left)

    def read(self, most):
        """At most so many bytes of the member that came last, from its beginning."""
        data = self._exactly(min(most, self.size))
        self.left -= len(data)
        return data

    @staticmethod
    def _complete(info, more):
        if "path" in more:
            info.name = more["path"].decode("utf-8", "surrogateescape")
        if "size" in more:
            info.size = int(more["size"][:20])
        if info.size < 0:
            raise tarfile.ReadError("negative size")
        if "mtime" in more:
            info.mtime = float(more["mtime"][:30])

    def _header(self, info):
        if not 0 <= info.size <= MOST_HEADER:
            raise tarfile.ReadError("header too large")
        return self._exactly(_padded(info.size))[: info.size]

    def _exactly(self, count, may_end=False):
        parts, left = [], count
        while left and (chunk := self.stream.read(min(CHUNK, left))):
            self.take(len(chunk))
            parts.append(chunk)
            left -= len(chunk)
        if left and not (may_end and left == count):
            raise EOFError
        return b"".join(parts)

    def _skip(self, count):
        while count > 0:
            count -= len(self._exactly(min(CHUNK, count)))


def _padded(size):
    return -(-size // BLOCK) * BLOCK


def _records(data):
    """The records of an extended header, "length key=value" each."""
    found, at = {}, 0
    while at < len(data):
        space = data.find(b" ", at, at + 20)
        length = int(data[at:space]) if space > at else 0
        if length <= max(0, space - at) or at + length > len(data):
            raise tarfile.ReadError("bad header")
        key, _, value = data[space + 1 : at + length - 1].partition(b"=")
        found[key.decode("utf-8", "replace")] = value
        at += length
    return found
