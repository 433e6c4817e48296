/// The name of a file that is being written: `.TARGET.PROCESS.ATTEMPT.partial`.
struct PartialName: Equatable {
  let target: String
  let process: Int32
  let attempt: Int

  init(target: String, process: Int32, attempt: Int) {
    (self.target, self.process, self.attempt) = (target, process, attempt)
  }

  /// Reads a name; `nil` for any other file's.
  init?(_ text: String) {
    var parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 5, parts.removeFirst().isEmpty, parts.removeLast() == "partial",
      let attempt = Int(parts.removeLast()), let process = Int32(parts.removeLast()), process > 0
    else { return nil }
    self.init(target: parts.joined(separator: "."), process: process, attempt: attempt)
  }

  var text: String { ".\(target).\(process).\(attempt).partial" }
}
