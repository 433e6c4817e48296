import RLCore

extension Preset {
  /// Whether a pattern names the preset by its whole name, its agent or its task.
  func matches(_ pattern: String) -> Bool {
    [name, agent.name, task].contains { Self.matches($0[...], pattern[...]) }
  }

  /// Whether a text is what a pattern says; a star stands for any characters, none included.
  private static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == "*" {
      let rest = pattern.dropFirst()
      return matches(text, rest) || (!text.isEmpty && matches(text.dropFirst(), pattern))
    }
    return text.first == first && matches(text.dropFirst(), pattern.dropFirst())
  }
}
