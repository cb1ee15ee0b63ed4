"""A page as a tree, as far as tests need one: to find an element, put another in its place, and compare."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "br", "img", "hr", "meta", "link", "path", "rect", "use", "circle", "line", "polygon", "source", "col"}


@dataclass
class Node:
    """An element. Written out, it is the same for the same page, however it was put together."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    children: list["Node | str"] = field(default_factory=list["Node | str"])

    def __str__(self) -> str:
        given = "".join(f' {name}="{value}"' for name, value in sorted(self.attributes.items()))
        return f"<{self.tag}{given}>{''.join(str(child) for child in self.children)}</{self.tag}>"

    def elements(self) -> list["Node"]:
        """The elements among its children."""
        return [child for child in self.children if isinstance(child, Node)]

    def find(self, id_: str) -> "Node | None":
        """The element with this id, here or below."""
        if self.attributes.get("id") == id_:
            return self
        return next((found for child in self.elements() if (found := child.find(id_))), None)

    def first(self, tag: str) -> "Node":
        """The first element of this kind below."""
        found = next((n for n in self._below() if n.tag == tag), None)
        assert found is not None, f"no <{tag}>"
        return found

    def only_element(self) -> tuple["Node", "Node"]:
        """Itself, and the one element in it."""
        (only,) = self.elements()
        return self, only

    def remove(self, id_: str) -> None:
        """Take out the element with this id, if there is one."""
        self.children = [c for c in self.children if isinstance(c, str) or c.attributes.get("id") != id_]
        for child in self.elements():
            child.remove(id_)

    def become(self, other: "Node") -> None:
        """Be replaced by another."""
        self.tag, self.attributes, self.children = other.tag, other.attributes, other.children

    def insert_by_id(self, new: "Node") -> None:
        """Put a child in its place among the others: they stand in the order of their ids."""
        ids = [c.attributes.get("id", "") if isinstance(c, Node) else "" for c in self.children]
        place = next((n for n, id_ in enumerate(ids) if id_ > new.attributes["id"]), len(ids))
        self.children.insert(place, new)

    def _below(self) -> list["Node"]:
        return [n for child in self.elements() for n in (child, *child._below())]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("body")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: " ".join((value or "").split()) for name, value in attrs})
        if node.attributes.get("name") == "op":
            return  # an operation's id, another on each page that is drawn for somebody without scripts
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self._open[-1].children.append(words)


def parse(html: str) -> Node:
    """The page as a tree, white space put aside."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root
