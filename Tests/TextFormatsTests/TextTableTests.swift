import Testing
import TextFormats

@Suite struct TextTableTests {
  @Test func `columns are as wide as their widest cell`() {
    let table = TextTable([["name", "value"], ["a", "1"], ["longer", "1234567"]])
    #expect(table.lines == ["name      value", "a             1", "longer  1234567"])
    #expect(table.text == table.lines.joined(separator: "\n"))
  }

  @Test func `each column stands where it was told, later ones as the last`() {
    let table = TextTable([["a", "b", "c"], ["dd", "ee", "ff"]], alignments: [.right, .left], gap: 1)
    #expect(table.lines == [" a b  c", "dd ee ff"])
  }

  @Test func `Markdown has the heading, the rule of its alignments and escaped bars`() {
    let table = TextTable([["a", "b"], ["x|y", "1"]])
    #expect(table.markdown == "| a | b |\n| --- | ---: |\n| x\\|y | 1 |")
    #expect(TextTable([]).markdown.isEmpty)
  }

  @Test func `short rows end early, and lines do not end in spaces`() {
    #expect(TextTable([["a"], ["bb", "c"], []], alignments: [.left]).lines == ["a", "bb  c", ""])
    #expect(TextTable([]).text.isEmpty)
  }
}
