"""What the metrics are called on the terminal and in reports."""

from __future__ import annotations

LABELS = {
    "right": "答对",
    "right_long": "答对（400字内）",
    "figure": "数字准确",
    "wrong": "答错",
    "cited": "引到证据",
    "citation_recall": "引用召回率",
    "citation_precision": "引用准确率",
    "first_citation": "首条引用命中",
    "refusal_precision": "拒答准确率",
    "refusal_recall": "拒答召回率",
    "answered": "有答案时作答",
    "faithful": "数字可核实",
    "consistency": "换说法一致",
    "recall@1": "检索召回率@1",
    "recall@3": "检索召回率@3",
    "recall@5": "检索召回率@5",
    "recall@10": "检索召回率@10",
    "recall@20": "检索召回率@20",
    "mrr": "检索 MRR",
    "ndcg@10": "检索 nDCG@10",
    "characters": "字数中位数",
    "p50": "用时中位数",
    "p95": "用时 95 分位",
}
