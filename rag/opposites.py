"""Words that deny, and words that say the opposite of each other, in the language of officials."""

from __future__ import annotations

import re

# What denies; and words in which these characters deny nothing, or deny as part of a name.
DENIAL = re.compile(
    r"尚未|并未|从未|未曾|未能|仍未|没有|没能|不再|不能|不予|不得|不会|并不|取消|停止|终止|暂停|拒绝|禁止|严禁|免予|免于|缺乏|缺少|[未没不无否]"
)
HARMLESS = re.compile(
    r"不断|不仅|不但|不动产|不同|不少(?!于)|不管|不论|无论|不忘|不懈|不折不扣|不可或缺|必不可少|未来|没收|无人机|无线|无缝|无偿|无私|"
    r"是否|能否|否则|不久|不时|不敢腐|不能腐|不想腐|不见面|不打烊|不满|不可移动|无害化|无障碍|不变|从无到有|前所未有|不得不|无不|不停|首违不罚|无锡|无为市|无棣|无极县|无比|无上"
)
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
    (r"下放", r"收回|上收"),
    (r"规范(?!性)", r"随意"),
    (r"全部|全面|均", r"部分|少数|个别"),
    (r"最(?:高(?!人民|检|法)|多|大|快|好)", r"最(?:低|少|小|慢|差)"),
)  # fmt: skip
# What went ill: no clause says it that was made of one without a word of that kind.
ILL = re.compile(
    r"激化|搁置|放松|放任|缺失|阻碍|妨碍|加剧|恶化|削弱|弱化|淡化|推迟|拖延|延误|滞后|放缓|失败|流失|倒退|违反|背离|忽视|放弃|破坏|损害|下滑|削减|叫停|中断"
)
DOUBTFUL = re.compile(r"问题|不足|薄弱|短板|差距|困难|矛盾|风险|隐患|违法|违规")
SIDES = [(re.compile(one), re.compile(other)) for one, other in _OPPOSITES]
UP, DOWN = SIDES[0]
