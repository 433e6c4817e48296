import Foundation
import Persistence

/// The event files of a folder, one for each time that a run starts or resumes.
///
/// A file is named after the step at which it begins, twelve digits wide, so that names are the same in every run and
/// sort by step.
struct EventFile {
  private static let prefix = "events.out.tfevents."

  private let url: URL
  private let handle: FileHandle

  /// The name of a file that begins at a step.
  static func name(step: Int) -> String {
    let digits = String(step)
    return prefix + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }

  /// The step at which a file of that name begins; `nil` for a name that is not ours.
  static func step(of name: String) -> Int? {
    guard name.hasPrefix(prefix) else { return nil }
    return Int(name.dropFirst(prefix.count)).flatMap { Self.name(step: $0) == name ? $0 : nil }
  }

  /// Begins the file of a step with its version and, where the run goes on, with the void of what earlier files hold
  /// of later steps.
  ///
  /// Files of later steps are of a run that this one takes the place of: they are removed.
  init(folder: URL, step: Int, wallTime: Double) throws {
    url = folder.appendingPathComponent(Self.name(step: step))
    var opening = TensorBoardEvent()
    opening.wallTime = wallTime
    opening.fileVersion = EventRecord.fileVersion
    var bytes = try EventRecord.bytes(of: opening)
    if step > 0 {
      // Steps up to the checkpoint were taken; those from the next on will be taken again.
      var restart = TensorBoardEvent()
      restart.wallTime = wallTime
      restart.step = Int64(step + 1)
      restart.sessionLog.status = .start
      bytes += try EventRecord.bytes(of: restart)
    }
    try AtomicFile.write(Data(bytes), to: url)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      if let other = Self.step(of: name), other > step {
        try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
      }
    }
    handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
  }

  /// Hands an event to the system: it outlives this process.
  func append(_ event: TensorBoardEvent) throws {
    let bytes = try EventRecord.bytes(of: event)
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      throw FileError.unwritable(path: url.path, reason: error.localizedDescription)
    }
  }

  /// Closes the file.
  func close() {
    // Everything is written already; a close that fails loses nothing.
    try? handle.close()
  }
}
