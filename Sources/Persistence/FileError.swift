/// A file of a run directory that cannot be written, read or understood.
public enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Writing failed; a previous file of that name is intact.
  case unwritable(path: String, reason: String)
  /// Reading failed.
  case unreadable(path: String, reason: String)
  /// The content is not what it has to be.
  case unusable(path: String, problem: String)
  /// A cell, header or row breaks the format; lines count from 1.
  case malformed(path: String, line: Int, field: String, must: String, found: String)

  /// The error as a sentence that names the file and, where there is one, the line.
  public var description: String {
    switch self {
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .unusable(let path, let problem): "\(path) \(problem)"
    case .malformed(let path, let line, let field, let must, let found):
      "\(path) line \(line): \(field) must \(must), was \(found)"
    }
  }
}
