/// Builds HTML and SVG text that is well-formed XML, with every text escaped.
enum Markup {
  /// An attribute; the value is escaped when it is written.
  typealias Attribute = (name: String, value: String)

  /// Replaces the five characters that have a meaning in markup; drops control characters that XML does not allow.
  static func escape(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        if scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// An element around content that is markup already.
  static func element(_ name: String, _ attributes: [Attribute] = [], _ content: String) -> String {
    let list = attributes.map { " \($0.name)=\"\(escape($0.value))\"" }.joined()
    return "<\(name)\(list)>\(content)</\(name)>"
  }

  /// An element around plain text, which is escaped.
  static func text(_ name: String, _ attributes: [Attribute] = [], _ content: String) -> String {
    element(name, attributes, escape(content))
  }
}
