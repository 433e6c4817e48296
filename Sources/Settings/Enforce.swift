import Foundation

/// Stops the program with a sentence unless a condition holds, in debug and in release alike.
///
/// For misuse at the border of the library where an initialiser cannot throw: `precondition` loses its sentence in
/// release. What can be met by a program that is written well is a typed error instead.
///
/// - Parameters:
///   - condition: What must hold.
///   - sentence: "interval must be positive, was 0".
///   - file: Where the condition is written.
///   - line: Where in the file.
package func enforce(
  _ condition: @autoclosure () -> Bool, _ sentence: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition() { refuse(sentence(), file: file, line: line) }
}

/// Writes a sentence to standard error and stops, in debug and in release alike.
package func refuse(_ sentence: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  FileHandle.standardError.write(Data("\(file):\(line): \(sentence)\n".utf8))
  preconditionFailure(sentence)
}
