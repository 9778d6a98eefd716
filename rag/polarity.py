"""Whether a statement says the contrary of a sentence: denied or affirmed, more or less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rag.figures import read_figures
from rag.text import bigrams, normalise

# What denies; and words in which these characters deny nothing, or deny as part of a name.
_DENIAL = re.compile(
    r"尚未|并未|从未|未曾|未能|仍未|没有|没能|不再|不能|不予|不得|不会|并不|取消|停止|终止|暂停|拒绝|禁止|严禁|免予|免于|缺乏|缺少|[未没不无否]"
)
_HARMLESS = re.compile(
    r"不断|不仅|不但|不动产|不同|不少(?!于)|不管|不论|无论|不忘|不懈|不折不扣|不可或缺|必不可少|未来|没收|无人机|无线|无缝|无偿|无私|"
    r"是否|能否|否则|不久|不时|不敢腐|不能腐|不想腐|不见面|不打烊|不满|不可移动|无害化|无障碍|不变|从无到有|前所未有|不得不|无不|不停|首违不罚|无锡|无为市|无棣|无极县|无比|无上"
)
_CLAUSE = re.compile(r"[，,；;。：:！？!?\n|（()）]")
# Characters after a denial in which the word that it denies begins, and before a word in which a denial is its own.
NEAR, REACH = 3, 8
# Share of a clause's pairs of characters from which the clause of the source that has them is the one that it is of.
SAME_CLAUSE = 0.5
# Characters of the shortest part of a clause that is compared whole.
FEWEST = 4
# Pairs of words that turn a statement round; each side holds the words that say about the same.
_OPPOSITES: tuple[tuple[str, str], ...] = (
    (r"增长|增加|增多|增至|提高|上升|提升|上涨|上调|扩大|攀升|增(?=\d)|升(?=\d)|涨(?=\d)|多(?=\d)|高(?=\d)",
     r"下降|减少|减至|降低|下滑|回落|下调|缩减|缩小|压减|降至|降(?=\d)|减(?=\d)|跌(?=\d)|少(?=\d)|低(?=\d)"),
    (r"胜诉", r"败诉"),
    (r"新增|增设|新设|设立|成立|组建", r"取消|撤销|裁撤|注销|撤并|解散"),
    (r"高于|多于|优于|超过|超额", r"低于|少于|劣于|不足|不到|未达"),
    (r"支持|批准|通过|同意|采纳", r"驳回|否决|否定|反对|拒绝"),
    (r"合格|合法|达标|按时|按期", r"不合格|违法|超标|逾期|超期"),
    (r"加强|强化|健全|完善|加大|加快|推进|优化|改善|巩固",
     r"削弱|弱化|放松|减弱|减缓|放缓|阻碍|恶化|减轻|滞后"),
    (r"允许|鼓励|放宽", r"禁止|限制|收紧|严禁"),
    (r"维持", r"撤销|变更"),
    (r"开展|启动|实施|实行|继续", r"停止|暂停|终止|中止"),
    (r"公开|公布", r"保密|隐瞒"),
    (r"积极|主动", r"消极|被动"),
    (r"畅通", r"堵塞|阻断"),
    (r"缩短", r"延长"),
    (r"增强", r"减弱|削弱"),
    (r"化解|消除|缓解|平息", r"激化|加剧|引发"),
    (r"推进|推动|落实|开展|促进|加快", r"搁置|阻碍|停滞|妨碍|叫停"),
    (r"严格|从严", r"放松|放宽|放任"),
    (r"健全|完备|齐全", r"缺失|缺位"),
    (r"突出|凸显", r"淡化|弱化"),
    (r"提前", r"推迟|延迟|延期"),
    (r"全部|全面|均", r"部分|少数|个别"),
)  # fmt: skip
# What went ill: no clause says it that was made of one without a word of that kind.
_ILL = re.compile(
    r"激化|搁置|放松|放任|缺失|阻碍|妨碍|加剧|恶化|削弱|弱化|淡化|推迟|拖延|延误|滞后|放缓|失败|流失|倒退|违反|背离|忽视|放弃|破坏|损害|下滑|削减|叫停|中断"
)
_DOUBTFUL = re.compile(r"问题|不足|薄弱|短板|差距|困难|矛盾|风险|隐患|违法|违规")
_SIDES = [(re.compile(one), re.compile(other)) for one, other in _OPPOSITES]
_UP, _DOWN = _SIDES[0]


def contrary(statement: str, source: str) -> str | None:
    """Return the words of a statement that say the contrary of the source's on the same matter; None where none do."""
    said, told = _clauses(statement), _clauses(source)
    found = _denied(said, told) or _undenied(said, told) or _otherwise_denied(statement, source)
    return found or next(_turned(said, told), None) or _direction(said, told)


@lru_cache(maxsize=512)
def _clauses(text: str) -> tuple[str, ...]:
    plain = _HARMLESS.sub(lambda match: "◇" * len(match.group()), "".join(normalise(text).split()))
    return tuple(clause for clause in _CLAUSE.split(plain) if clause)


@lru_cache(maxsize=2048)
def _denials(clause: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each denial of a clause with the pairs of characters that follow near, the nearest first."""
    found = []
    for match in _DENIAL.finditer(clause):
        rest = clause[match.end() : match.end() + NEAR + 1]
        found.append((match.group(), tuple(pair for pair in map("".join, pairwise(rest)) if _han(pair))))
    return tuple(found)


def _han(pair: str) -> bool:
    return all("一" <= char <= "鿿" for char in pair)


def _denied(said: tuple[str, ...], told: tuple[str, ...]) -> str | None:
    """Return what the statement denies and the source, wherever it speaks of it, does not."""
    for clause in said:
        for denial, pairs in _denials(clause):
            shared = next((pair for pair in pairs if any(pair in other for other in told)), None)
            if shared and not any(_before(other, shared) for other in told if shared in other):
                return denial + shared
    return None


def _undenied(said: tuple[str, ...], told: tuple[str, ...]) -> str | None:
    """Return what the source denies wherever it speaks of it, and the statement affirms."""
    for clause in told:
        for _, pairs in _denials(clause):
            shared = next((pair for pair in pairs[:1] if any(pair in other for other in said)), None)
            if shared is None:
                continue
            least = min(_depth(other, shared, REACH) for other in told if shared in other)
            if any(_depth(other, shared, len(other)) < least for other in said if shared in other):
                return shared
    return None


def _depth(clause: str, pair: str, reach: int) -> int:
    """Return how many denials stand within `reach` characters before the place where a clause first has a pair."""
    at = clause.find(pair)
    return len(_DENIAL.findall(clause[max(0, at - reach) : at]))


def _before(clause: str, pair: str) -> bool:
    """Tell whether a denial stands near before, or right at, one of the places where a clause has the pair."""
    places = [match.start() for match in re.finditer(re.escape(pair), clause)]
    return any(_DENIAL.search(clause[max(0, at - REACH) : at + 1]) for at in places)


def _otherwise_denied(statement: str, source: str) -> str | None:
    """Return a part of the statement that is one of the source but for its denials."""
    told: dict[str, set[int]] = {}
    for part in _parts(source):
        told.setdefault(_DENIAL.sub("", part), set()).add(len(_DENIAL.findall(part)))
    for part in _parts(statement):
        counts = told.get(_DENIAL.sub("", part))
        if counts and len(_DENIAL.findall(part)) not in counts:
            return part
    return None


def _parts(text: str) -> list[str]:
    return [part for clause in _clauses(text) for part in clause.split("、") if len(part) >= FEWEST]


def _turned(said: tuple[str, ...], told: tuple[str, ...]) -> Iterator[str]:
    """Yield the words of a clause whose opposite, and not they, stands in the clause of the source that it is of."""
    for clause in said:
        if clause in told:
            continue
        for match, opposite, side in _turning(clause):
            near, share = _nearest(_without(clause, match), told)
            if not opposite.search(near) or side.search(near):
                continue
            if _figures(clause) & _figures(near) or not any(side.search(part) for part in told):
                yield match.group()
        ill = _ILL.search(clause)
        if ill and not any(_ILL.search(part) or _DOUBTFUL.search(part) for part in told):
            near, share = _nearest(_without(clause, ill), told)
            if share >= SAME_CLAUSE and not _DENIAL.search(near):
                yield ill.group()


def _turning(clause: str) -> Iterator[tuple[re.Match[str], re.Pattern[str], re.Pattern[str]]]:
    """Yield each word of a clause that has an opposite which the clause lacks, with its opposites and its like."""
    for one, other in _SIDES:
        for side, opposite in ((one, other), (other, one)):
            match = side.search(clause)
            if match and not opposite.search(_without(clause, match)):
                yield match, opposite, side


def _figures(clause: str) -> set[tuple[object, str]]:
    return {(figure.value, figure.unit) for figure in read_figures(clause)}


def _direction(said: tuple[str, ...], told: tuple[str, ...]) -> str | None:
    """Return the word that lets a figure rise where the source lets it fall, or the other way round."""
    directions = {key: way for clause in told for key, way in _moves(clause)}
    for clause in said:
        for key, way in _moves(clause):
            if directions.get(key, way) != way:
                return f"{way}{key}"
    return None


@lru_cache(maxsize=2048)
def _moves(clause: str) -> tuple[tuple[str, str], ...]:
    """Return the figures of a clause that come right after a word of direction, as (figure, 增 or 减)."""
    found = []
    for figure in read_figures(clause):
        before = clause[max(0, figure.start - 4) : figure.start + 1]
        up, down = (max((match.end() for match in way.finditer(before)), default=0) for way in (_UP, _DOWN))
        if up != down:
            found.append((f"{figure.value.normalize():f}{figure.unit}", "增" if up > down else "减"))
    return tuple(found)


def _without(clause: str, match: re.Match[str]) -> str:
    return clause[: match.start()] + clause[match.end() :]


def _nearest(clause: str, told: tuple[str, ...]) -> tuple[str, float]:
    """Return the clause of the source that has most of a clause's pairs of characters, and the share of them."""
    wanted = _pairs(clause)
    shares = ((len(wanted & _pairs(other)) / max(len(wanted), 1), other) for other in told)
    share, best = max(shares, default=(0.0, ""), key=lambda pair: pair[0])
    return (best, share) if share else ("", 0.0)


@lru_cache(maxsize=2048)
def _pairs(clause: str) -> frozenset[str]:
    return frozenset(bigrams(clause))
