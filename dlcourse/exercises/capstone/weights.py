"""The weights of a network of one's own: a text in one cell, at most 8,000 numbers."""

import numpy as np

from dlcourse.checking.compare import describe, is_number
from dlcourse.checking.runtime.packing import unpack
from dlcourse.checking.specification import Case, Exercise, Malformed

MOST = 8000  # numbers in all arrays together
ARRAYS = "a dict of arrays"


def observe(arguments, value):
    """What came back; and of a dict of arrays whether it is within the budget, all numbers, and not all the same."""
    kind = _kind(value)
    if kind != ARRAYS:
        return {"form": kind}
    arrays = [np.asarray(array) for array in value.values()]
    numbers = np.concatenate([array.ravel().astype(float) for array in arrays])
    return {
        "form": kind,
        "within the budget": numbers.size <= MOST,
        "all numbers": bool(np.isfinite(numbers).all()),
        "weights that differ": any(array.size and (array != array.flat[0]).any() for array in arrays),
    }


def _kind(value):
    """What an answer is, in words."""
    if isinstance(value, str):
        return "a text"
    if isinstance(value, list | tuple) and len(value):
        return "arrays without names"
    if not isinstance(value, dict):
        raise Malformed(f"What came back is {describe(value)}: want a dict of arrays, as `unpack` gives it.")
    for name, array in value.items():
        if isinstance(array, dict):
            return "dicts in a dict"
        if isinstance(array, list | tuple):
            return "a dict of lists"
        if not (is_number(array) or isinstance(array, np.ndarray)) or np.asarray(array).dtype.kind not in "biuf":
            raise Malformed(f"{str(name)!r:.60} is {describe(array)}: want an array of numbers.")
    return ARRAYS if value else "an empty dict"


def together(pairs):
    """Whether two calls give the same."""
    if any(_kind(value) != ARRAYS for _, value in pairs):
        return {}
    first, *others = (value for _, value in pairs)
    same = all(other.keys() == first.keys() for other in others)
    same = same and all(np.array_equal(other[name], first[name], equal_nan=True) for other in others for name in first)
    return {"the same at each call": bool(same)}


def tell(arguments, value):
    """How many numbers there are, and what is wrong with them."""
    found = observe(arguments, value)
    if found["form"] != ARRAYS:
        words = f"a text of {len(value):,} characters" if isinstance(value, str) else describe(value)
        return f"What came back is {words}: want a dict of arrays, as `unpack` gives it."
    count = sum(np.size(array) for array in value.values())
    words = [f"Your network has {count:,} numbers; {MOST:,} are allowed."]
    if not found["all numbers"]:
        words.append("Some of them are nan or infinite.")
    if not found["weights that differ"]:
        words.append("In each array all are the same.")
    return " ".join(words)


def weights():
    """The weights of your trained network: what `unpack` makes of the text that `pack` gave.

    -> a dict of arrays, at most 8,000 numbers together
    """
    return unpack(
        "L`+aIDkC=P3;+uN>;M1&V{dMDF)m|oWMy-cPE}1%Spfic0DC87WpiV4CpsV}d}%Q!EFdRlZ*p{UVQyb<a%5$4CpsWTVQh0{EFdRyXkl<=CpsV~Gb|u8EFdu~ATcs2EFgU#ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr1<2^)^%#0Qo|cI+E9Ko3M|!|#DB;YokTLkT1~_t)^n@>XYPnSUP_E(kdkf0;r+ELMMdP16d00`7RCZ2aQKf6=`x`4cOD=aWz#a(^?fE6EK7G==ehTX8`fP^1W?f1IQ@bv_;`2Z7NG0I&c60Ap`%b}=q<V_|G%lTKAlP+0*0b^v=PWMy+>awj?<Cp=~}CoCW*W^ZzIa$#;?Z*pX1awj?<MqzAoWh@{kb7*03WhXiyC^0fDDJ&p;ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(LZYQ@pW`d|Y<fYv^dXMBgQb)5p&Xt=x6FJB`d*#_Xz{>bLb#BNz!_3Y*wbGnB2LP}D003ieZgw#)Vv|l)O;A|@0CoU-CuC)FV{#`tASXO#G$$+|CuVPQbaG*CUvF|`WpXDvAVy(qb7d?bCv#|FaAhYtASf|1EGaA?eIOtpARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(h3WU)szi`MGzy7bpzMKaSzxAw=zc0i=zXq8LzYkg^IZ%K}zw}g3zft0>xqkTmz6${G2mk<MZ*F!nE@N+GWpk5GRZUP?0RVOYdnaUNb7OKRIv^)}X)z}(ASY&Ta&&TGZeMS5WMy(EIv_@2Y;$ESASZKZVQ^(9Iv^-BEFd#1ATcs5ATls1EFgU#ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hAPVd7LKoi6^sheK73=y92N2{0)e7wc;sP2uHVp+5$T9WK0o>&jC;R#R&hWkE&*9qL9p3m5sTlOV>h;#_`R`O2=Jn+I58nU}8S)h90`k=*Ao~LaLDecLf$jS=)3piUrUhRhB<tD&>KFSL?-U6I;K}^a^zt?f4hi8f2&D}G)$|Ce>De&#=OOOo#LXZC;NBJDDen6CANK<4_6`Ht?eOi_G2kcw6DJJ2;Nk5E1q%t9Fyi@vH-RV)1O4{?=N&91)ddy>3m*GG@BRMM^W_8H;~%=utLr_l{0dkE9QyqUxESu;Cp-a3DE$!D*U#bo!WQTe3EB1803h%OLJ9%{7yJe+;V~8t{=oDy_%MbrZVMSF{0guz`|Qft3a9tu?bPnf{o3K+1r-V`A0X%W_Sp8vBo8SB`QqyH*5Lm0;Q;3s-!01X<KLVV#vbMI^Awf$9UH&>&iupV_2&M8+1cFB<P^&b74hgI@F45_;Nur2_5teE=mF+0+5!%@?*#nj?$;w9<MbR16#E|S7YwTd2?Yrv?gZiw0TcMo+w(XBFXj>G>=6JS6T{g<6a5d(@&3}!{u2!2<meaC!2$T=f$uEp$?)s^7E~|t3)TS*4H}XP>>S=K=^hfE6YbdHDEA{Q1rO}kxDN~lB@YJZ5!W~tT-)j3_xmmy`q=Y<2ng!W{>ZmF@b(td#u4(v@a_j22^RV13G4Lm%E9Wn4GqcF8{+IEDGenC>klvn5}XF${_G{;qdnQk<MRLJ0{`A77Y^~-4hQh5+THd5x8D@*A^-ahL`f1F4hMm*-RcXnq5$yb<P;v|3CHyBCI1fRALthA{Pwg27#P~p?12pvAl>jK&g&fXIPvMfGY}c^{l66(ClCc11{dF@wcmmJ0PfTjuMhTt?di+|0NNN}LlC&E03b^U;iTN$1Qf>px%}E71nCLmo)9np@9g3rf#Jmo1oHj!^#%eBBJ=JE>Iw-b-YFm^-}x4^@BS**-_sZF2xLX=4?7#m8tT2V5$hQ4unOJ)<p=Bj-24U$6#viK;N}C(<PsVF(g*$HyxGFw$JRLw)cnup+wcBXv_S_668;C|Kodvt)BDRP6$vH)%?AY*)fNlc-1Z9pxBt)L7X|s!@aghF2;&jw=oS2Q-ySgKGT8VH@Z=Q?xb0S){`c%55(HeS)#f4)>CyrJ0sI)5`}h0f?h)lh5$^xp0^$Ar`2INw^7s!w>k$+B^a1=m@EPY3k=Q)jU?0yd(*{2pf%+Qv5aa+J@&X4uBl8X+IQ<t1=fA!J_xS-CCJC|x_yGO;=m-@y4G-|^6d(ZD4j~cf?D*Nu@9`A$w+r(10`U>k<pT>I7~T#XEB6x**V7L3CGY$H5GLvo4-QuD2krpoJj4Dg%ozmR3m^&c^$$X?qx!)SPYB@S3gOn|=M4A$?GYE+{Swyi)cEr4<PPx??A{3X87C3u0tC<Y9lGB5<Nx9c<>^Dx)-lvbkqGJACHM~s=k5L8^8E!7^d8Rn*9_$X4F>Ss_T}^WArQ>qt`YhN$Q$;&G1%iI2^IF>5p@amCi4=I&;LLE`v`#$6YJ&w8M4pW4)7xpDb@2LCpXc@-Qxxl0)amg6@lcV?F7&h`4HPU_x=n44gc@d`V#;O>k1s@4g1|06sH2`5A^vQ4%!R`O5zbW_3pyE#o+(;{JI|+n*91R(*Qu~;p+4N=^Y9f{4C-3yxUemA>cK|1l_;#%suA)6&nY$&F2N<fdc>GzZEp-78CafBLEQb^Z*zFN%ise@$S?7#0>31`~By$?h)`rXAJ)b1ntr5|LN!}6!60B9})!d>-0ka$^#e|^BLM5%8H@_=<@&rBnLeQF}ngOj4mDn`#JRd)YBIe8VnlnLmc@TDWZY+u2AwF;|mG<BMr&&;wbPej~)H;85Gm`4iyG1{0uws8RqNL2h`ae83eCCzVzy4?i?HyOZDOZ?$ZhS`vVg>;|1;2IRhHn1sf6_L=Fki>kIb&2=)39-3=ifF#7+%m-p!CL?OE>^8p6!1NzNn?;0V?&kiu<?zR@zaPR`<w&%naB?`vH@XPEG-uNEYw+9Bs0Q&6|<|`5zGcy3g?h*;<3g`yj;`}@9{s<}hE(Npt(A69OFY5}!@9Y8A-pmHT^%4N>1ojZ#)ZP)`2>Afx#3&E;-XHNN<4WE#=??A<-y;P46B*en0^kqu10V?v&gt<s`|Zgt0#zXh1qdwe67U59-5&1)3>P8&!PVXR4hHVt0|E~f75?=l1RDq+90TF-01Dp*>;B>w)&uet{T3Q7SosqmB>zCp8VvaH<LDyj1`O>FAp!}a%M}GH^d$QLGz$gE-sS}l=Jycn`uz3Q0l&Ke3+xZk4EYSo`Umak(ZTiX&bZaV7VZ4B@#^3Bq6GZ$_ag(m0r(2)FdygaDHGEU(irRe5eNX#2nq}c_U_gU=K(X3%<c{O;_3eB9>(n)1MDF_&;cg-w&L*m_y+6m9x=89yZ`F11M;LK1`+h*Fb&Y;0@eQe_Y#2t7=iQ<1sy5!1p@us${TGH#Rdws&h6dH;Ls252N($zGV|9E4hHWC?EvW66)^PK<?8I@0*Le^{p8ux6vClMDL4~>8uk$j-=sts(h0RM<k=At63ZzOrXT$X_}u6K3flaX8{qc(EDi}ezRwNz3-ZMn4hYcW<?H9l3+oLQ>dVXC@%aP`?Ct0hG|&F+!{Qqy6Za+=+I{jD9u(OX90B4S-yi$>85cVc5Zg5ACMVhc&g|&n*COfH^$Qjt$FbD~4DI(G=HmAe*$?c&#Siq}77+C;#P<sT&;S4cV{dMDGA?stVQgiSPE}1%Spfic0DC87WpiV4CpsV}JZ3Z}EFdRlZ*p{UVQyb<a%5$4CpsWTVQh0{EFdRyXkl<=CpsV~GB7MDEFgU#ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr3Nw?8~hUmQF-tuH)(39~$4=MX$fm_t0r2QfU><2F1^p+!7&vQs=rO-wv<V@Et?2e>@fu3|h`?O8nGX&5}gu?{@*2su2JyEr^g&YC<20MGyc0Ap`%b}}wvlTKAlP+0*0b^v=PWMy+>awj?<Cp=~}CoCW*W^ZzIa$#;?Z*pX1awj?<MqzAoWh@{kb7*03WhXiyC^9fCDJ&p;ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(L9t0x4webqPO}z&`yhLffe>Yq^mn71@Dp;<*6N$3EKy}5w?mq0kl9muZ;Wkjd$rpIL{9->l$Ed}=yJR}QeL!5k?ECz^%SwK}9MfvP3;-|`003xdWMpM-E@N+GWpk5GRZUP?0RVOYdnaUNb7OKRIv^)}X)z}(ASY&Ta&&TGZeMS5WMy(EIv_@2Y;$ESASZKZVQ^(9Iv^-9I4~?AGB_zLAblVpARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hAPVE_-s%!P4iC`%-sL?0;{zW6@C^tz02U7Z{Llg7?en!Q3jy^X4GS9zFAvcB-VE^V4lGs*$?W>P8!gKJ=J@b3-bUo^5fIAT>Jk_pH}UWE6eRGD;PVp);0gZjF)Jd*;@iU$>elcX;Ue7L7Y_m0=m^(1`vd4lN&Y<$-kT%v%LeM+Jbz>Q<|IK74Bqhs>e>3y&<hUt0_MyB{{8B~-2L<a&mIoY0pS7n{0Ivu_c9&h=l<c!$I9Kx4G{&*2Laf`0s-9%6fpD#+zJpX-TBY@0psd3sulhF8|Vk_;M&nf4&L<`vYre60}~1b`r*y)`s?i-5Yr~_781@35ewKUEI$t$7~?zeJIV+x@b%*DB^n(jGYJr25;gA{+~oVPxg?0zf!Oy7AYTYjJ0<b{4EMWaFYW$2<N+P-?i~p9;|Ui>?aem=pC8`^3-0sCAPm|Y#y|Bt>*@#g#Qf=c(mk>N;4cp4E&vYJ>k9}WF8E3W(%J7J(ig}Q=H$2<6Fu9J1R)b1=?4MoC>0n4{N~N<_Xq4A{2==b9xvo0`Ayqa*9hn2upK(Efxp5(+9UV=*aGVM-2d&-4Gk6Z?-$ML+4t@2`TEx4_O}I14bp`t3q$VB5*+3T5FGmb4Gr1v_3;b#0~6yMu=mvU-TS=M!2lCkDdOw;1kn}6pVLCB!2;zF-rv~m67TvC;`tHs^up`8+xOKd&hwV#9R}&OISK6WG(_^z;uV%8=?~dNzWn?k#|G8r2H6H10qq+imGs>q{tDzy4hexX7yFXc*Bl4p!35I|?GQNs(*XwK7!mu@>g(?o(F`f#y4uPT$qTz0A^hzQ?kzaX>gKz;2?W&){pJDu&Ij@C^3U)98WSk(9|;ZY8Ts}M2>9+71o$7h$KVk!(I+R^6Bg?9Ao@8c`USV{_Y&je*9JwRpUkfBJmlmC4cy5J`0otO=;Y-!02tmBFa{hL5C-$&`2#lh^zHZE9^>`@3kBg35!vYJmF@o+!1L?#4A;{B?g9?^5FInx)CjK8>=DigljKyXtRS};)v56BAOrW!{QCdo?DX#@4HWw^9RLLQ0oTO-yzct<+sqE=z3fxS&in>5R3Y|1Char;ued<QugdgKFRlnL-n0m?5%LBdDc!a?*bUy;0qZrss=Mzx@&ps?wiV|75BfU&3hCSF;4mW+%KP!#^wI%dBNw#;CnYZP>oVN}<rMD%1`a2x_v!L0&H&>0@*@2RCMF>E^Ah^-)Bm~L56>U*@EX|k>+|#n7!t|&E)y5w7bx*W;~C}g;s7MT@D1|b2+{WU;k4cY=JW&q0vIhN2nYS?D(oNdCi4pP-{b240`}hsH7)1974Hh}{tDXR@a)&H;N}0@%gw0U`vvzuE6?iQ?iQ2n<u2zE*%T|i*!P74y6)F5=odsQD&5%}7YN!zGr|(uDe(!?!Q(sW+3DEg4FxFg4jc6e$q4p7_B7urlM37B_ZsXE@CVj2|FbkUp8L<o_Y}r0E)^4PBFobO1Q6)c;rIX~;t*HI(I9mmfh^L$e{ktd7YiNpBt+TY#Ma`%9zlPBe>w-@{PMlhD;E<D<MIXYC>rPI->d^56caG*3)S$?|MTN886*Tl?HuwZxva4I_zMyB0qhRf3GosJ^9&ga6DJP^f#mNE7|HhO<@M6}=)BMv?vMu!@7)XI0~xm4u^QS0>jc~Q;`a>0?>Zm{I?5Cm`5X%TGwJ*DCHcAc-us^R#MJfO{rV*V=EOYT(+dRV5+bM`Uql|)z`^+P)w%M|CnYMo^$Qru$r2+(1V8>aDjoOd4+xm!1LFnk$n^UBz9Izb0u=8(C>!D(@i0cU#1ZMV*}n5K{xc5eGXE6K1o+hfBKfr_%rFGdt_Sq}Bjd>X<p=@%0>dBz*Q^K*b|})=D}N~D-_|Xv!@JD1Ebc>+Ho__J2?Rad!YlwNsUrx-^aTjz`1REr3Lo|z3&b)6w&$rA^bQ6u9TU$N=>kjh1rZAX9@DJp>w-7`^#uj(=nF*i2Nv1P>o(9q`_ACW-1PkJ?YsfY?+o|*?jIyH7vv1}%Hj$iE%(YX+rQ=&7sCnb7WL-y^#%LQ+x6}269bp+^8nrK{_5u*9<%W@4H?AQ-3$^Dz#s$%%k{wa1-s(_Gc_(t^ZwB787$~Z4CL1f*dvII&Iixl%;w-J6bf7wr>+hS?(g2|?DF&-BtF{W5Aq4{%>&u`Ak_-`^ab3#C=(**3gjLW-S!dEwiD+J&;{q|Cj9XxuJ!~ND*g%M?i$O@2f)|R761IiAtCiH)c-3N0Sh%B5A^T!^a0le{ud9`zvt1;+wa^BK@1K8D?%gX>*3=l6A=15$}Rl)tR(jI>DUL=(K_tm2)$wI<JJ`a^Z^v${k0CQwkRXd<_PuV;PctcJlYZU@y+oF4hF>$3pp>fw%oM%7ul^N<|gat2?Yw^2J+ii2p`c!*D&CbwieLx3jhT0xi$^rzv>zTw6wfj_z?On;s+zz>KB39$mr2R$W=Y~%?u;NM?JyA1>YMaz#<_Hv=JE$BNEFBHt@(31R~Me;3nA`OCIFu{|!I$-x=Wht}}^E<p=c?CqNAJ6A<A#6S3C$Kjsp)?ey&3-{1Ht*&xpD%n1b00kqcuB=pT8)3Vdx%k{Y5;P}K{`%1?7@&*>gF&Vhw(;4~k&;bJq5byf_<?zY`1hLZS6)WwN_9y@c_!`#s^U)^Jz5eB``q-8jALZ&Q0tMUB|2o_-=MM??!Q%_D@Dc9x7_0dGG!xzx?I$bMCj$8Q_~OUdtcw;0&=&y)u?`R^6ww0}v<)NH6zt#_4;2IhsKw=vEGZT3?GN%7Fcj_F7~|RG{qFD*@B8rV^9&Ee4E6%C8VCRO1McAvG^haB-}>qj>ih2x`63St$onv<=j`zR>hS*?0S)Zd@&oJS|KZi!>nRcZ%n9qf{qWicD9#!<?gZG-5B<Uk0_X??;rI97;utQ`<M0mc1Qr$)^V1v@G4Kqo?EudlyYnu&(dy~~`Tx%$E+#Jl`V<@b2<#O40xTN~u=yCu>D|N3<Jj=``w0^G_s;{#B?lh{0}0R>iTLB!-x1~L+VmOV`Umy=AQ1oI9Vi*i{Q~OIBL6wY^y(+0;s(aYA1CAxB@zhU@cioc5!WaB2qYNkF3>r^-TDg==powv(%t~x78(I8=@A3y)#^OP?Gyhb$IZg*@h0&0-UuGF;qT<i`1u4R{So%&-PG*<8w=$5Fb@p%)g}ty4*T278sEwFsTuj?<iNVX@#gZ^PXO;89sx8m7&sZ_@B8_{1~M7#q&4<sBNqYD?p(Y+Ox^^*?i%yk0JqZb`Q!NC^!@bU@#w<t<QM%0?hpUX`qVEX4j%E}D5WbD&Isn~-}&QHC=#^+KJOh5{{aUA>J7x)v*}ay;_=1D+VtSc?YijV@-P$C+Yb~J^7Y<B{qXDV&HJb0<pSXYECvPs7YFk2^(o>H^#>sSlOFQh-V5mf^@08OI{y0w{s#%%01fjR2oxj#)a(i({_EWQ5a8tD6Z!e}Bp&S7^aQ$a_yYId1{%rs-6+P>^A+3s+4sHvH4Ofl>-W|S_6Vl|2NM<C*A2bH`Pv93^&AZM73LBY^y-xK_WvLk#q<ohnGn1A{NB(U0OuwB`y2Vw_WKYC`vDl|1mDNm-z~QF{_go3^8We_12p0B;XdvF;T-)f@V)%z1qSl!67m5h%OnokOV2wM=`&3MHRY}DAU7ZF&Y{%Y^4Q-73E|QN4=ftO1_goQ?Kkfp``@pj1pe#y5c1<G=r}v}5Zv?1DhtT*4e!+t&JoAH-S*Gs_5J?-8yW@*1PB$``T->A5%jtTz6%i&%oyS=?;Yme^7iZoSm+Mi2J+133G@>DPX#kPo#V5@IN$vW+0_0I&)X@>>gde({}&bVD!cgK!4LWWGxYlr93Kqw02L3*=l-<wAKdl~69LQQ@7Coax!~;E@$>~T1>^Mb{_8F3E#&y~+Y`U7^5Oml*Zb7&4))$2(f$#$7e)ij6V31u+9xFu-V@@u-qq4bG5i!U4haL}`UA_?4WHuo-{Qc}@b3!>;p?>!!xs<{4($sE><I+-IxP5swvIOf;Rda$@F(pZ-V#FfDCpSD8TA(r4g3%^*!a@#-~9FW@c#SiAW;zeCht28!RNvD5&i7|`w8vl?(3+$CIQ6I2OI+s5ee<d2jMLO2q4-04HNOb$ME3(+}<>@%>N4K4e0{p6Y|Rs`YP5(vETtq1_b4S!SwR*^791<8SeJC4E5%I5B1Z>!uQI_ARXEr=LZc5|J2b8-V^bG4(aI*@ci;8*DK@k;}FXS=I^!^DKZu7Clm?Z2<*4~0R8(0;|ht-%?kVA2G8m<AmlF%=^GjZ6u<N|{q89BuN(933k3@b3<oMl5+eK<Bn1=PCo}sc1`6Xl1Pd_d;70)L&E%>k1@IWX?D^Eq_kZo-7}4KFnJx*@+Z+D2`1I}9?)t?E+34`%2kfS+_x&C5=_29f>-ZW66~)x`5Y|jBzOWMV0_`F<1`r!u>**r`3Iv1IxCJHd_b%HK`19Tn60;f|^$jr)^Xy1B3me4y=Dh6$K^zG*AIbj&C(Ym&0P8&A>%#oUI1vRR2nQeH<|Z2b()JST0Kvh2{2~M(%_#HD=^fJv|FGT=0$2(!BqRsS|1jv_1PH(m%qmppt?2gZ3hLGN@=4?p!Vewa57^Z!_ksBb!~mur>;vxR8RfbfLIem1)m-z_DqFPr3;n$<z~WxK*7x(<%je4l_Z|W*Q3u@x^Htlt{PYhL1*iB`${V=)&g{e+?m(#0;~5a*8p{tR4mZ^`i6-3y{DI9x^3UHNA58200~-<WKOfvT_xIe_`Q#kk)B4%%@6zek>F`V31M~bF@hIF86XNth+~7&i^9a_Y<=XZB3FQ_Tpz{D0-R|;8A>#QA*FE6q3lYWh>I~V;1^MVW+uA4b@Obp8^zrvG$n8Cu^T+wz*B$lU3E1ZM73<;aKlavL|27Ca%>>Tq3-Gtc;?CR`><t#p^4sAh?)kLZ?iu;S_u0z=^Ai2}=_1Z5{j*J5=7B2v;NKMm`6>Su+|~*P$Km$K;O6oN^Unb?4i+%#1>gfg^#|_j;lY*NzYCG(6cG?q{t6xV5-j>F2LHG?1LzDL=qTi@*(~JS{^aic_VFFd69Dnj|1ufX1LO`$=^-D+3kLnP-68MluJq0a%g+kG8SdNv`wQ3Y@dowB|0M9)%*~ZE`pr8c-QfxM2^!)54Hz9y_9rlbw-UDA7WE4>_3t9=9|RK=BGeS^5-983M(Q&DJoD<d@#*;O4Ga56+urR1IzjIH^0^lF!{*||&hgUp0qNNf9Y_V!zAzQw?d9=2;yVoE;~6gOEc5;T&du7j0S&(!4Gjzt7!2U)1Qg{y_YEV@;pnX%5D)tF_7w3J-69pn@b2VI2GZyc?cVwB-Zk;u?9%o5?<y7Z+$#|%;swYU`uyqH)#EDD0Oa-w=hEeo3Owj2EBOV(`v3Oz-Q%Yf@DmHU`WD6g+3e0S2oosh%Uk@z3>gy&1N#~x;XCNq0Jq}%1O~tA<}T<aD)a{e_8jyy?DXUE_w`4bs`l0O(&GW*;-?1XP3Qsf=LP@({~!oaxBEx<0o=FR*$o2M*4gtG5#$Qt-N!p*0~NpI4GHeV+YZsx9S!vE;r`Pq-u?mY_6wF679G1X7V<2!>IT!~)B4=?>Gap=`1SGl-u2mC_#EV}`v4uz2MyZb>Gc!&75M%5-WMm;{@{zr=_bYf)(OP^3*^k^$o%|W_19SUxY#bi+TF<W2@2oZ^$!!t`0C2W`{B^!6Y}f{5C8fZ>lM^A`uq6N)9sSe*zxn+@8kgu7bF1b`$iEs<|GT}@DbTt5Y-Co>I~Hl8UXwYy7&$J2Jj){HvQ_k2mI#n&<ZiH5dnp!;PwMB47E5z1)}-V`|{Ww^dAEg+!ZAx8!pf1?bI40nHnwL9pC}60sct*AQ&e1ANTSH(g(uT+vvp~)&3R^0MIH14FCxiF#OZv5AgHO2nqi3C+PGb(pvp49~A={13B0M|GD+}{O9n|y$X>X%lGT#^d#E+>Oegg-2K_s>(U45K=Tsm%Pi9e<m=J;fi%4R0a-Bp66eaZ5#-_{#L)fs*AM9v+4}V$5APWp|LXnb_~+>&`t{ixwzAyJ%tGl$=K<Bg*4OgX10V0<JN*?5A|JpW{`?y+5Cr4m0ga*PQ3MZMJ-IIC5fj$Q|MS@`>)x@uz45dR`t%@h4J#zu)+{E)6aC{l2H*MxB;v6z0TJ~64Xc6K#?JB)Itdu<<O9Vh6%y<~;=|YW+Y>Z3@elkIzc~5RECzoR=iT-H1L*<?CI#Qo4Y|ne2krGE!xrG$5*-FB{=>+B6AK0M@y!FX<stMQQX%~JkM-0VCI$@&=m85P77PC<1`6Q`(fS_Y2iO$R_${)>9ya|1`{oi?0tMyc$m{3e+5j@|<Ng8y*wXa_EaV*F8w-pA>-^&5_uqlfmiU{uAKvhP=J{{{1;YjI3dj}%5B&n{-@muB+Zy@~@)PCQ&*=vTMbiub@Bjb+XlZ0*Wo|BWV_|G%lTKAlP+0*0b^v=PWMy+>awj?<Cp=~}CoCW*W^ZzIa$#;?Z*pX1awj?<MqzAoWh@{kb7*03WhXiyC^9%KDJ&p;ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(L#8PZLhQpRSw10Cv`3z4y!q7@P+H40r*tCN@a1&lUxAk*7w80}hFm$pz?$}d2V@Ciy=U#m~WJo<b`R|83i{U#v{3cpE8hV&JioKURHxYb0SHvJZP5?$cTTLiDCS@i(MJr=GSmF{q2GBG-2mtT^003xdWMpM-E@G2TRZUP?0RVOYdnaUNb7OKRIv^)JW;7=(ASY&Ta&&TGZeMS5WMy(EIv_@2Y;$ESASZKZVQ^(9Iv^-AI4mhFAblVpARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hAPV5idcS<IR=$sRWj`q#P`-rXEWYIK{yyAeYd#kCp+3NnroCdBI=;MzfWDXti@uX}3%&g+EWSPeO}@fj;J#y6=)K9s?Y(<%C%z548@@1Y5x%z*en0l!+rAEfrapWoa6iTo#=VZ|6+Q#mk-rH5m;nF)Z*_DoV{c?-bCXV0O;A|@0CoU-CuC)FV{#`tASZljF()h_CuVPQbaG*CUvF|`WpXDvAVy(qb7d?bCv#|FaAhYtASg08EFdv3DJ&p;ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(h3hX_@3-|dJj?3-f0?`}>{pI@f<}l=q*h1+Gg$vsv1?aia-)Y<au0S}vvh#r%mu=ZS+hq61{G`sS<mMCm-2IP%KMz6e1Fps);|fm04kP8eHs${d`9~JeCUPX{7T`B)y@3_v@PU`Rri6h7_JYbr8SezlJg)JQ&DPzX^s=R{fv6k_AJ6~v+RMYg_2=c;0f^B1_qw=R_8N1%xDv}g=?TXeZtV36$N}jJG%!qoGtcnT@8I&rM4>+a)9B9j--7s#ODEyp%j*%kGV~Yj%d7^uPz`}OQsVAYAn3@@Vl3{t+)Miu$s4uS*9qRvf7u25NA@V-34zBsF#}(=-pw0_$^79Sv!=xBTO-^E+U*SW2?+qG0001Qb#yLsV_|G%lTKAlP+0*0b^v=PWMy+>awj?<Cp=~}CoCW*W^ZzIa$#;?Z*pX1awj?<MqzAoWh@{kb7*03WhXiyC^0ZBDJ&p;ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(LM=u9FClc5@<m+)eM`FA?%Xj8G-viM*GVr%MI--I*`TUPNI9H@Q1puf3003`wbS`3(PE}1%Spfic0DC87WpiV4CpsV}JZ3Z}EFdRlZ*p{UVQyb<a%5$4CpsWTVQh0{EFdRyXkl<=CpsV~F)%DCEFgU#ARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr(hARr162^2rPMWnx{-<-bLfiOPrNF=_dR+PO4wi-USGqAkAO1?e|3K2g"
    )


exercise = Exercise(
    reference=weights,
    points=1,
    minutes=4,
    cases=lambda rng: [Case(), Case()],
    observe=observe,
    together=together,
    tell=tell,
    fixed=True,
    hints=[
        "What does `pack(...)` print for your trained arrays, and which function turns this back?",
        "The function trains nothing and needs nothing from other cells: everything it gives stands in it, as a text.",
        'Elsewhere: `print(pack({"ages": np.array([3, 7])}))` prints a text; put it between quotation marks, after '
        "`return`, inside the brackets of `unpack`.",
    ],
    solved="a trained network that fits into one line of a notebook.",
)


@exercise.mistake("beyond the budget", hint=2)
def _():
    """There are more numbers than the budget allows. Fewer units, or a convolution, whose weights are shared."""
    return {"W": np.arange(9216.0).reshape(144, 64), "b": np.zeros(64)}


@exercise.also("beyond the budget")
def _():
    return {"W": np.zeros((144, 64)), "b": np.zeros(64)}


@exercise.mistake("not all are numbers")
def _():
    """Some of the numbers are nan or infinite: a training that has gone astray. Look at its loss, and take a smaller
    learning rate.
    """
    return {**weights(), "conv1.b": np.full(12, np.nan)}


@exercise.mistake("the text itself")
def _():
    """That is a text. Give the one that `pack` wrote to `unpack`, and return what comes of it: a dict of arrays."""
    return "the text"


@exercise.mistake("a list of arrays")
def _():
    """Parts without names: `unpack` gives a dict, and `forward` finds each array by its name. Return the whole dict."""
    return list(weights().values())


@exercise.mistake("dicts in a dict")
def _():
    """The dict holds other dicts. Asked is one dict of arrays, with names such as "hidden.codes"."""
    return {"hidden": {"codes": np.zeros((2, 2)), "b": np.zeros(2)}}


@exercise.mistake("lists for arrays")
def _():
    """The dict holds lists. Arrays can be multiplied by their scales: `unpack` gives arrays, `np.array(...)` makes one
    of a list.
    """
    return {"W": [[1.0, 2.0]], "b": [0.0, 1.0]}


@exercise.mistake("drawn anew at each call")
def _():
    """Two calls give different numbers, as where they are drawn at random: put in those of your trained network."""
    return {"W": np.random.default_rng().normal(size=(144, 10)), "b": np.zeros(10)}


@exercise.mistake("nothing learned")
def _():
    """In each array all numbers are the same, as before any training. Put in those of your trained network."""
    return {"W": np.zeros((144, 10)), "b": np.zeros(10)}


@exercise.mistake("nothing in it")
def _():
    """The dict is empty."""
    return {}


@exercise.accepts("small random ones, as plain arrays")
def _():
    rng = np.random.default_rng(0)
    return {"W": rng.normal(size=(144, 10)), "b": np.zeros(10)}


@exercise.accepts("exactly the budget")
def _():
    return {"W": np.arange(8000, dtype=np.int16).reshape(80, 100)}
