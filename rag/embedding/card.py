"""The model card of the trained embedding: what it is, what it learnt from, and how well it finds."""

from __future__ import annotations

from collections import Counter
from string import Template
from typing import TYPE_CHECKING

from rag.embedding.pairs import COPIES, LONGEST_PASSAGE, PASSAGE_CHARACTERS, PHRASE_COPIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rag.embedding.pairs import Pair
    from rag.embedding.recipe import Recipe

Result = tuple[str, int, int, float, float]

# Rows of the table of training data.
_GROUPS = ("news", "laws", "articles", "everyday", "cmrc", "paragraphs", "questions", "thesaurus")

_NAMES = {
    "stard.jsonl": "STARD: lay question → statute article",
    "cmrc2018-trial.json": "CMRC 2018 trial: question → encyclopedia paragraph",
    "xquad-zh.json": "XQuAD zh: question → encyclopedia paragraph",
    "drcd-dev.json": "DRCD dev: the same in traditional characters",
}
_CARD = Template(
    """---
language: zh
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [sentence-transformers, static-embedding, feature-extraction]
---
# A small Chinese embedding for formal government text

One vector for each of $tokens tokens, $dimension numbers of 8 bits each (E4M3; the first $small are usable alone); a
text is the mean of its tokens' vectors, and only its direction says anything. It needs no graphics card, no network
and, through `rag.embedding`, no torch.

```python
from sentence_transformers import SentenceTransformer

model = SentenceTransformer("rag/embedding/model").float()  # torch cannot add numbers of 8 bits
vectors = model.encode(["行政复议案件办理情况"], normalize_embeddings=True)
```

Tokenizer: Unigram over the words (rjieba's, at most four characters) and characters of the training text; NFKC, lower
case, traditional characters simplified, punctuation dropped, each digit alone. Numbers, years and places are told apart
by lexical search and by filters, not by this model.

## Training data

| data | pairs | licence |
| --- | --- | --- |
| Evening news 2012–2025 (china-data/xwlb): title → item, sentence → the passage around it | $news | MIT |
| Laws (LawRefBook/Laws, qisehong/china-law-db): part → rest of its article | $laws | statutes, public domain |
| News articles 2023 (IAAR-Shanghai/CRUD_RAG): sentence → the passage around it | $articles | Apache-2.0 |
| Of these three again, queries in everyday words, by the thesaurus below | $everyday | as above |
| CMRC 2018 train: question → paragraph, or the part that answers it | $cmrc | CC-BY-SA 4.0 |
| The same paragraphs: sentence → the rest of its paragraph | $paragraphs | CC-BY-SA 4.0 |
| Questions with answers or abstracts: lawyer-llama, LawBench, CSL | $questions | Apache-2.0 |
| This project's thesaurus (`rag/thesaurus.tsv`): everyday phrase → official words | $thesaurus | MIT |
| Traditional → simplified characters: OpenCC | table | Apache-2.0 |

The pairs are counted with their copies: $copies of a real question, $phrases of a phrase of the thesaurus. Passages
are about $passage characters long, $longest at most.

## Recipe

`python -m rag.embedding.train --data DATA --out MODEL --seed $seed`, $minutes minutes in all on two cores.

- First vectors from co-occurrence: which tokens stand beside which in the texts above, as positive pointwise mutual
  information, reduced by a singular value decomposition (PPMI/SVD; Levy et al. 2015); common tokens begin shorter.
- $pairs pairs, in-batch InfoNCE both ways at batch $batch and temperature $temperature, Matryoshka $small/$dimension,
  Adam at $rate, $epochs epochs. A batch is of one source and keeps the passages of a text together: as negatives, they
  are the hardest.
- Saved in 8 bits, after the numbers are brought into the range where E4M3 is most exact.

## Results

By this model alone, on question sets that it was not trained on (though most of STARD's articles, as public statutes,
are among its laws). The recipe was chosen on STARD's odd lines and CMRC 2018 trial; STARD's even lines (the table
counts all), XQuAD and DRCD were measured as well but not chosen on.

| questions | number | passages | recall@1 | recall@10 |
| --- | --- | --- | --- | --- |
$results
"""
)


def write_card(
    folder: Path, recipe: Recipe, *, pairs: Sequence[Pair], seconds: float, results: Sequence[Result]
) -> None:
    """Write README.md to the model's folder; `seconds` is the time that training took."""
    counts = Counter(_group(pair.source) for pair in pairs)
    rows = [
        f"| {_NAMES[name]} | {questions:,} | {passages:,} | {first:.1%} | {tenth:.1%} |"
        for name, questions, passages, first, tenth in results
    ]
    text = _CARD.substitute(
        {group: f"{counts[group]:,}" for group in _GROUPS},
        tokens=f"{recipe.tokens:,}",
        dimension=recipe.dimension,
        small=recipe.small,
        seed=recipe.seed,
        pairs=f"{len(pairs):,}",
        copies=f"{min(COPIES.values())} to {max(COPIES.values())}",
        phrases=PHRASE_COPIES,
        passage=PASSAGE_CHARACTERS,
        longest=LONGEST_PASSAGE,
        batch=f"{recipe.batch:,}",
        temperature=recipe.temperature,
        rate=recipe.rate,
        epochs=recipe.epochs,
        minutes=round(seconds / 60),
        results="\n".join(rows) or "| (none at hand) | | | | |",
    )
    (folder / "README.md").write_text(text, "utf8")


def _group(source: str) -> str:
    """Return the row of the card's table that a source of pairs belongs to."""
    if source == "questions-CMRC":
        return "cmrc"
    if source.endswith("-everyday"):
        return "everyday"
    kind = source.partition("-")[0]
    return "news" if kind == "briefs" else kind
