"""General words of questions and of the field: question words, everyday wording, kinds of sections.

Nothing here comes from particular reports; the lists are the language of officials and of the people who ask them.
"""

from __future__ import annotations

import re

# What a question is made of besides its subject. Longer forms first where one holds another.
QUESTION_WORDS = re.compile(
    r"请问|请告诉我|我想知道|(?:就是)?我?(?:想|要)问(?:一?下|问)?哈?|问一下|(?<![一-鿿])问下哈?|麻烦|帮我查(?:一下)?|查一下|告诉我|"
    r"是多少|有多少|为多少|达多少|达到多少|多少|分别是|分别|各自|各有|各是|各|"
    r"是什么时候|什么时候|啥时候|何时|哪一年|哪年|哪天|哪个月|几月|哪一天|日期|时间是|"
    r"有哪些|哪些|哪(?:[几两二三四五六七八九十]|\d+)大?(?:方面|[个项条点种类部件座家所支门])?|哪[个位种项条部家些里儿]|指的?(?:是)?(?:什么|哪)|"
    r"什么地方|是什么|为什么|什么|啥|"
    r"怎么样|怎样|怎么|咋样|咋|如何|"
    r"是不是|是否|对不对|对吗|对吧|有没有|没有吗|吗|呢|吧|呀|啊|来着|"
    r"是谁|谁|第几|百分之几|几成|几个(?:百分)?点(?!位)|几(?=[一-鿿])|多大|多高|多长|"
    r"相?差多[少远大]|相差|一共|总共|共计|合计|大概|大约|具体|到底|究竟|的情况|情况"
)
STOP_WORDS = frozenset(
    """
    得到 拿 拿出 拿出来 出来 起来 人 案子 钱 比例 这边 去 来 正式 亲自 时候 当时 之类 实际 大家 东西 事 事情 时
    平均 多 少 最 高 低 大 小 更 好 差 最多 最少 最高 最低 最大 最小 更多 更少 更高 更低 市 县 区 省 地方 城市 地区
    哪边 的 了 是 在 和 与 及 对 为 有 把 被 给 从 到 于 以 个 中 里 上 下 等 也 都 就 还 又 那 这 其 它 他 她 我
    你 您 他们 我们 全 该 本 所 由 向 将 要 能 会 可 请 并 或 而 但 之 者 搞 弄 做 用 让 使 说 叫 跟 同 比 于是
    那么 其中 里面 这个 那个 全市 全县 全区 全省 我市 我县 我区 我省 本市 本县 本区 当地 年 年度 月 日 当年 今年
    去年 全年 年内 报告 里头 件数 数量 总数 数 数据 人数 份数 次数 内容 变化 同期 看看 再 说说 讲讲 提到 写到 讲到
    哪 指 提 提了 提出 提案人 建议人 谈 谈到 谈及 指出 认为 讲 坦承 坦言 分析 总结 看到 反映 表示 列出 归纳 梳理
    存在 面临 还有 自己 主要 透露 披露 说明 查 查询 请教 了解 知道 显示 数字 左右 这块 那块 这些 那些 一些 一共有
    总共有 怎么回事 写 写明 上面 里边 其他 各自 各 地 后 没 看 管 当 占 跑 份 打 抓 快 慢 才 换 拉 找 不 回 头 照
    块 靠 送 很 只 像 却 想 先 出 们 坐 听 教 盯 算 包 关 报 拍 住 挖 晚 早 活 子 队 为了 那份 这份 三地 两地 两市
    三市 两省 三省 两县 全部 有人 管事 相比 还是 这样 是这样 达到 比较 所有 一家 重新 一名 不能 共有 截至 加起来
    一种 收到的 不得 一年下来 前后 这是 下面 按照 要达到 那家 几 出现 见于 做到 目标是 不要 只有 一直 一个 两个
    三个 以后 开始 更快 更慢 正好 恰好 刚好 差不多 是不是 有没有 第几 块儿 里的 一共是 谁更 各达 各接待 占几成 几成
    几点 个点 不到 超过 可能 互相 人人 人家 省区 省里 市里 县里 区里 哪家 哪座 哪个 怎么样 怎样 如何 请问 受理数
    办理数 数是 原因 一下 过 着 得 第 共 没错 亿 万 目前 现在 现有 已经 一年 有关 相关 关于 方面 那边 那儿 承认
    这几年 年度报告 那里 这里 该市 该县 该区 该省 该州
    """.split()
)
# What a question for goals says beside its subject; the sentence that sets one need not.
PLAN_WORDS = frozenset(
    """
    目标 预期 计划 打算 定 设定 力争 确保 争取 准备 拟 将 今年 下一步 下步 今后 安排 预计 要 想 规划 目标值 定在
    预期目标 增长目标 目标是
    """.split()
)
# What every report of this kind is about: no subject that tells one point of a section from another.
GENERAL_SUBJECT = frozenset(
    """
    法治 政府 法治政府 建设 工作 存在 一步 方面 主要 推进 打算 安排 计划 准备 提案 报告 措施 举措 重点 还要
    依法行政 依法 行政 环节 薄弱环节 县政府 市政府 区政府 全面 明年 来年 年度 下年度 下一年
    """.split()
)
# What a question says of itself around what it asks about: 说说普法的情况.
FRAME_WORDS = frozenset(
    "情况 效果 成效 进展 介绍 概括 总结 概况 做法 成绩 亮点 经验 哪些 具体 开展 进行 落实 说说 讲讲".split()
)
PROBLEM_SECTION = re.compile(r"问题|不足|短板|困难|薄弱|差距|挑战")
PLAN_SECTION = re.compile(
    r"下一步|下步|打算|计划|安排|努力方向|工作思路|今后|展望|重点抓好|任务|主要工作安排|\d{4}年.{0,12}(?:工作重点|工作任务)"
)
# Between 多少 and its measure word (多少万亿元), and behind a size by which things are sorted (亿元以上).
MAGNITUDE = "[余多]?[十百千万亿]*"
OR_MORE = "元?(?:及?以上|级)"
# What no name of a level of divisions is part of: 哪个市场, 哪个区域, 哪个省级开发区.
NO_LEVEL = "(?!更新|公园|书房|管理|规划|设计|[级域委局场民道间块帜舰属直群政乡])"
# Measure words and units after 多少 or 几.
MEASURES = (
    "人次|户次|家次|场次|人|名|位|件|部|项|个|家|起|宗|条|次|份|场|期|册|卷|本|处|所|支|批|辆|台|套|户|亩|公里|平方公里|平方米|吨|"
    "万元|亿元|元|美元|天|年|分钟|小时|分|倍|类|种|篇|张|幅|座|间|栋|只|头|村|镇|道|级|届|轮|岁|间次|趟|笔|单|课时|学时|枚|颗|株|棵|艘|架|列|幢|羽|架次|班次"
)
