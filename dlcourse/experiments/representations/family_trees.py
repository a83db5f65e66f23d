"""Two families that are alike, and a network that learns who is whose aunt: Hinton's example of 1986.

People and relations are numbers to it, without any meaning: whatever its codes know, nobody has told it.

Hinton (1986), *Learning distributed representations of concepts*, Proceedings of the Eighth Annual Conference of the
Cognitive Science Society: the families, the relations and the form of the network. The softmax at the end is ours.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.lessons import backprop
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

RELATIONS = (
    *("husband", "wife", "father", "mother", "son", "daughter"),
    *("brother", "sister", "uncle", "aunt", "nephew", "niece"),
)
ENGLISH = (
    *("Christopher", "Penelope", "Andrew", "Christine", "Margaret", "Arthur"),
    *("Victoria", "James", "Jennifer", "Charles", "Colin", "Charlotte"),
)
ITALIAN = (
    *("Roberto", "Maria", "Pierro", "Francesca", "Gina", "Emilio"),
    *("Lucia", "Marco", "Angela", "Tomaso", "Alfonso", "Sophia"),
)
PEOPLE = ENGLISH + ITALIAN  # the same place in both families
COUPLES = ((0, 1), (2, 3), (5, 4), (7, 6), (9, 8))  # husband and wife, as places in a family
CHILDREN = {(0, 1): (5, 6), (2, 3): (7, 8), (7, 6): (10, 11)}  # parents -> son and daughter
GENERATION = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2] * 2)
NATIONALITY = np.repeat([0, 1], 12)  # 0 English, 1 Italian
FEMALE = np.array([0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1] * 2)
# Those who are married have the same number, and so have a brother and a sister who are not.
COUPLE = np.array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
COUPLE = np.concatenate([COUPLE, COUPLE + 6])
CODE, MIDDLE = 6, 12
SPREAD = 0.6  # of the first weights


def _of_one_family():
    """All (person, relation, answer) as places in a family and names of relations."""
    spouse = {a: b for pair in COUPLES for a, b in (pair, pair[::-1])}
    siblings = {a: b for pair in CHILDREN.values() for a, b in (pair, pair[::-1])}
    found = [(wife, "husband", husband) for husband, wife in COUPLES]
    found += [(husband, "wife", wife) for husband, wife in COUPLES]
    for (father, mother), (son, daughter) in CHILDREN.items():
        for parent, name in ((father, "father"), (mother, "mother")):
            found += [
                (son, name, parent),
                (daughter, name, parent),
                (parent, "son", son),
                (parent, "daughter", daughter),
            ]
            if parent in siblings:
                for elder in (siblings[parent], spouse[siblings[parent]]):
                    for child, called in ((son, "nephew"), (daughter, "niece")):
                        found += [(child, "aunt" if FEMALE[elder] else "uncle", elder), (elder, called, child)]
        found += [(son, "sister", daughter), (daughter, "brother", son)]
    return found


def family_facts():
    """Everything that is true: a dict (person, relation) -> set of the right people, all as numbers; 104 facts.

    Examples
    --------
    >>> facts = family_facts()
    >>> sorted(PEOPLE[a] for a in facts[PEOPLE.index("Colin"), RELATIONS.index("aunt")])
    ['Jennifer', 'Margaret']
    """
    facts = {}
    for family in range(2):
        for person, relation, answer in _of_one_family():
            key = 12 * family + person, RELATIONS.index(relation)
            facts.setdefault(key, set()).add(12 * family + answer)
    return facts


def split_facts(facts, rng, held_out=4):
    """Some facts to learn from, and others, drawn at random, that are kept back: two dicts."""
    kept_back = set(rng.choice(len(facts), held_out, replace=False).tolist())
    parts = {}, {}
    for number, (fact, answers) in enumerate(facts.items()):
        parts[number in kept_back][fact] = answers
    return parts


@dataclass(frozen=True)
class FamilyNetwork:
    """What the network has learned: five layers, each a pair (W, b).

    ``person`` (24, 6) and ``relation`` (12, 6) make the codes, ``middle`` (12, 12), ``answer`` (12, 6), and ``head``
    (6, 24).
    """

    person: tuple
    relation: tuple
    middle: tuple
    answer: tuple
    head: tuple

    def codes(self):
        """The six numbers that it has made for each person: array (24, 6), each from 0 to 1."""
        W, b = self.person
        return backprop.sigmoid_forward(W + b)[0]

    def names(self, facts):
        """Whom it names for each of the facts: int array."""
        return _forward(self, *_one_hot(*np.array(list(facts)).T))[0].argmax(axis=1)

    def right(self, facts):
        """For which of the facts the one that it names is right: bool array."""
        return np.array([name in answers for name, answers in zip(self.names(facts), facts.values(), strict=True)])


LAYERS = tuple(FamilyNetwork.__dataclass_fields__)


def _one_hot(people, relations):
    """Numbers of people and relations as rows with a single 1: arrays (N, 24) and (N, 12)."""
    return np.eye(len(PEOPLE))[people], np.eye(len(RELATIONS))[relations]


def _forward(network, people, relations):
    """The scores (N, 24) and what the way back needs of each layer, of people (N, 24) and relations (N, 12)."""
    caches, codes = {}, []
    for name, X in (("person", people), ("relation", relations)):
        Z, dense_cache = backprop.dense_forward(X, *getattr(network, name))
        code, sigmoid_cache = backprop.sigmoid_forward(Z)
        caches[name] = dense_cache, sigmoid_cache
        codes.append(code)
    H = np.concatenate(codes, axis=1)  # (N, 12)
    for name in ("middle", "answer"):
        Z, dense_cache = backprop.dense_forward(H, *getattr(network, name))
        H, sigmoid_cache = backprop.sigmoid_forward(Z)
        caches[name] = dense_cache, sigmoid_cache
    Z, dense_cache = backprop.dense_forward(H, *network.head)
    caches["head"] = dense_cache, None
    return Z, caches


def _backward(dZ, caches, dense_backward, sigmoid_backward):
    """The gradients of each layer's W and b: dict of name to pair."""
    gradients = {}
    for name in ("head", "answer", "middle"):
        dense_cache, _ = caches[name]
        dH, *gradients[name] = dense_backward(dZ, dense_cache)
        if name != "middle":
            dZ = sigmoid_backward(dH, caches["answer" if name == "head" else "middle"][1])
    for name, part in (("person", dH[:, :CODE]), ("relation", dH[:, CODE:])):
        dense_cache, sigmoid_cache = caches[name]
        _, *gradients[name] = dense_backward(sigmoid_backward(part, sigmoid_cache), dense_cache)
    return gradients


def untrained_family(rng):
    """A network with random weights: a :class:`FamilyNetwork`."""
    sizes = {
        "person": (24, CODE),
        "relation": (12, CODE),
        "middle": (12, MIDDLE),
        "answer": (MIDDLE, 6),
        "head": (6, 24),
    }
    return FamilyNetwork(**{name: (rng.normal(0, SPREAD, size), np.zeros(size[1])) for name, size in sizes.items()})


def learn_families(facts, rng, *, steps=2000, rate=0.007, momentum=0.9, decay=0.02, backward=None):
    """Train the network on facts, all of them in each step.

    The loss is the sum of the cross-entropies; a fact with two right answers counts once for each.

    Parameters
    ----------
    facts : dict
        As of :func:`family_facts`, or some of them.
    rng : numpy.random.Generator
    steps : int
    rate, momentum, decay : float
        The decay draws each weight, not the biases, to 0.
    backward : tuple of three functions, optional
        ``dense_backward``, ``sigmoid_backward`` and ``softmax_cross_entropy_backward`` of lesson 04; if left out,
        the course's own.

    Returns
    -------
    FamilyNetwork
    """
    courses = backprop.dense_backward, backprop.sigmoid_backward, backprop.softmax_cross_entropy_backward
    dense_backward, sigmoid_backward, loss_backward = map(at_pace, backward or courses, courses)
    people, relations, answers = np.array([(*fact, one) for fact, all_right in facts.items() for one in all_right]).T
    people, relations = _one_hot(people, relations)
    network = untrained_family(rng)
    speed = {name: [np.zeros_like(array) for array in getattr(network, name)] for name in LAYERS}
    for _ in range(few(steps)):
        Z, caches = _forward(network, people, relations)
        _, cache = backprop.softmax_cross_entropy_forward(Z, answers)
        gradients = _backward(loss_backward(float(len(answers)), cache), caches, dense_backward, sigmoid_backward)
        for name in LAYERS:
            W, b = getattr(network, name)
            dW, db = gradients[name]
            for array, v, gradient in zip((W, b), speed[name], (dW + decay * W, db), strict=True):
                v *= momentum
                v -= rate * gradient
                array += v
    return network


def chance_by_relation(facts):
    """The share of facts that are right if one guesses among all who are ever an answer to the relation: a float."""
    answers = {}
    for (_, relation), right in facts.items():
        answers[relation] = answers.get(relation, set()) | right
    return float(np.mean([len(right) / len(answers[relation]) for (_, relation), right in facts.items()]))


def read_left_out(probe, H, labels, groups, ridge=1.0):
    """How many labels a linear probe reads of examples that it has not learned from.

    Parameters
    ----------
    probe : function
        ``probe(H, T, ridge=...) -> (W, b)``, as :func:`dlcourse.lessons.representations.linear_probe`.
    H : array (N, D)
    labels : int array (N,)
        From 0; the probe reads a number for each, 1 where it is the label and else 0, and the largest counts.
    groups : int array (N,)
        Those with the same number are left out together, one group after the other.
    ridge : float

    Returns
    -------
    int
        From 0 to N.
    """
    right, wanted = 0, np.eye(labels.max() + 1)[labels]
    for group in np.unique(groups):
        is_out = groups == group
        W, b = probe(H[~is_out], wanted[~is_out], ridge=ridge)
        right += int(np.sum((H[is_out] @ W + b).argmax(axis=1) == labels[is_out]))
    return right


def best_unit(H, labels):
    """The unit that alone, with a threshold, sorts most of two kinds of examples.

    Parameters
    ----------
    H : array (N, D)
    labels : int array (N,)
        0 or 1.

    Returns
    -------
    tuple (int, int)
        Which unit, and how many examples it sorts right, from N / 2 to N.
    """
    above = H[None] > H[:, None]  # (thresholds, N, D): each answer serves as one
    right = (above == (labels[:, None] == 1)).sum(axis=1)  # (thresholds, D)
    most = np.maximum(right, len(H) - right).max(axis=0)
    return int(most.argmax()), int(most.max())


def left_out_medians(probe, networks):
    """How many of the 24 labels a probe reads of people it has not learned from: the median of several networks.

    Parameters
    ----------
    probe : function
        As of :func:`read_left_out`.
    networks : sequence
        As of :func:`learn_families`.

    Returns
    -------
    dict of (what is read, who is left out) to float
        Nationality with a family left out is missing: who has never seen an Italian cannot know what one is.
    """
    asked = {"nationality": NATIONALITY, "generation": GENERATION, "sex": FEMALE}
    outs = {"one": np.arange(len(PEOPLE)), "a couple": COUPLE, "a family": NATIONALITY}
    return {
        (what, out): float(np.median([read_left_out(probe, each.codes(), labels, groups) for each in networks]))
        for what, labels in asked.items()
        for out, groups in outs.items()
        if labels is not groups
    }
