/// A table in a box that scrolls sideways on a narrow screen.
struct DataTable {
  /// A column and its heading.
  struct Column {
    let title: String
    /// Whether it holds words, which are aligned to the left, instead of numbers.
    var isText = false
  }

  /// The text of a cell with its class; `nil` for the column's own.
  struct Cell {
    let text: String
    var style: String?
    /// A sentence in small type under the text.
    var detail = ""
  }

  let columns: [Column]
  /// The rows, a cell a column.
  let rows: [[Cell]]
  /// Whether a click on a heading sorts the rows.
  var isSortable = true
  /// Class of the table; empty for none.
  var style = ""

  /// The table as markup.
  func render() -> String {
    let heads = columns.map { column in
      let attributes: [Markup.Attribute] = [("scope", "col")] + (column.isText ? [("class", "t")] : [])
      return isSortable
        ? Markup.element("th", attributes, Markup.text("button", [], column.title))
        : Markup.text("th", attributes, column.title)
    }
    let body = rows.map { row in Markup.element("tr", [], zip(columns, row).map(cell).joined()) }
    let table = Markup.element(
      "table", style.isEmpty ? [] : [("class", style)],
      Markup.element("thead", [], Markup.element("tr", [], heads.joined()))
        + Markup.element("tbody", [], body.joined(separator: "\n")))
    return Markup.element("div", [("class", "box")], table)
  }

  private func cell(of column: Column, _ cell: Cell) -> String {
    let classes = [column.isText ? "t" : nil, cell.style].compactMap { $0 }.joined(separator: " ")
    let detail = cell.detail.isEmpty ? "" : Markup.text("small", [], cell.detail)
    return Markup.element("td", classes.isEmpty ? [] : [("class", classes)], Markup.escape(cell.text) + detail)
  }
}
