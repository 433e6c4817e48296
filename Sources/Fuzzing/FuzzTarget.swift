import Foundation
import Randomness

/// A reader under attack.
public struct FuzzTarget {
  /// The name, to run it alone.
  public let name: String
  /// Files as our own writers make them.
  public let corpus: [Data]
  /// Makes a mutant pass the checks on the outside, so that what lies behind is reached; by default it stays as it is.
  let repair: (Data) -> Data
  /// Changes the content of a sound file and leaves it sound outside; `nil` where bytes are all there is to change.
  let inside: ((Data, inout RandomStream) -> Data)?
  /// Reads a file to the end.
  let read: (Data) throws -> Void

  /// A reader with files to mutate.
  ///
  /// - Parameters:
  ///   - name: The name, to run it alone.
  ///   - corpus: Files as our own writers make them.
  ///   - repair: Applied to every other mutant: mends what an attacker would mend, a checksum say.
  ///   - inside: Makes most mutants, where there is one: changes the content of a sound file and leaves it sound outside.
  ///   - read: Reads a file to the end; throws where it refuses it.
  public init(
    _ name: String, corpus: [Data], repair: @escaping (Data) -> Data = { $0 },
    inside: ((Data, inout RandomStream) -> Data)? = nil, read: @escaping (Data) throws -> Void
  ) {
    self.name = name
    self.corpus = corpus
    self.repair = repair
    self.inside = inside
    self.read = read
  }
}
