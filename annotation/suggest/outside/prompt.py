"""What a model is told, in the contract's language, and the form in which it is to answer."""

import json
from dataclasses import dataclass

from schemas.contract import Contract

_VI = """\
Bạn gán nhãn thực thể có tên và chủ đề cho một tin bài. Chỉ trả lời bằng một đối tượng JSON, không giải thích.

"spans": các thực thể trong VĂN BẢN, theo thứ tự xuất hiện. Mỗi thực thể có:
- "text": chép đúng từng chữ như trong VĂN BẢN, không sửa dấu, không viết hoa lại, không thêm bớt;
- "label": một trong các nhãn dưới đây;
- "context": để trống (""); chỉ khi cùng những chữ ấy ở chỗ khác mang nhãn khác thì chép đúng một đoạn ngắn quanh nó.
Nhãn không lồng nhau: chỉ lấy tên dài nhất, ngoài cùng. Không gán nhãn cho TIÊU ĐỀ. Không có thực thể nào thì để danh sách rỗng.

Nhãn:
{labels}

"topics": mã của tối đa {most} chủ đề, chủ đề chính đứng đầu; không chắc thì để danh sách rỗng.

Chủ đề:
{topics}

Ví dụ về dạng trả lời: {example}
"""
_EN = """\
You label named entities and topics in a news story. Answer with one JSON object only, without explanation.

"spans": the entities of the TEXT in their order. Each has:
- "text": copied letter by letter from the TEXT, nothing corrected, added or left out;
- "label": one of the labels below;
- "context": empty (""); only where the same words have another label elsewhere, copy a short stretch around it.
Labels are not nested: only the longest, outermost name. Do not label the TITLE. Where there is no entity the list is empty.

Labels:
{labels}

"topics": codes of at most {most} topics, the main one first; an empty list where you are not sure.

Topics:
{topics}

Example of the form: {example}
"""


@dataclass(frozen=True, slots=True)
class Prompt:
    """`system` is the same for every text; `schema` is a JSON Schema as strict modes want it."""

    system: str
    title: str
    text: str
    schema: dict[str, object]

    @property
    def hashed(self) -> list[object]:
        """All that an answer depends on."""
        return [self.system, self.title, self.text, self.schema]

    def messages(self, title: str | None, text: str) -> list[dict[str, str]]:
        head = f"{self.title}: {title}\n\n" if title else ""
        return [
            {"role": "system", "content": self.system},
            {"role": "user", "content": f"{head}{self.text}:\n{text}"},
        ]


def prompt_of(contract: Contract) -> Prompt:
    """Labels with the contract's definitions, topics with their names: Vietnamese, or English for the rest."""
    vi = contract.language == "vi"
    labels = "\n".join(
        f"- {label.name} ({label.name_vi}): {label.definition_vi}"
        if vi
        else f"- {label.name} ({label.name_en}): {label.definition}"
        for label in contract.entities
    )
    topics = "\n".join(
        f"- {topic.code}: {topic.name_vi}" if vi else f"- {topic.code}: {topic.name_en}. {topic.definition}"
        for topic in contract.topics
    )
    example = {
        "spans": [{"text": "…", "label": name, "context": ""} for name in contract.entity_names[:1]],
        "topics": list(contract.topic_codes[:1]),
    }
    system = (_VI if vi else _EN).format(
        labels=labels,
        topics=topics,
        most=contract.topic_rules.primary + contract.topic_rules.max_secondary,
        example=json.dumps(example, ensure_ascii=False),
    )
    title, text = ("TIÊU ĐỀ", "VĂN BẢN") if vi else ("TITLE", "TEXT")
    return Prompt(system, title, text, _schema(contract))


def _schema(contract: Contract) -> dict[str, object]:
    span = _object(
        text={"type": "string"},
        label={"type": "string", "enum": list(contract.entity_names)},
        context={"type": "string"},
    )
    code = {"type": "string", "enum": list(contract.topic_codes)}
    return _object(spans={"type": "array", "items": span}, topics={"type": "array", "items": code})


def _object(**properties: dict[str, object]) -> dict[str, object]:
    """Strict modes want every property required and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
