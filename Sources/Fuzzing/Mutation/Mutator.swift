import Foundation
import Randomness

/// Damages files in the ways in which files get damaged, and in those in which somebody would damage them.
///
/// Everything follows from the stream: a seed and an index name a mutant for good.
public struct Mutator: Sendable {
  /// Files as they should be, to begin from and to splice.
  public let corpus: [Data]

  /// Longest mutant, bytes.
  private static let limit = 1 << 18

  /// A mutator of some files.
  ///
  /// - Precondition: At least one file.
  public init(corpus: [Data]) {
    precondition(!corpus.isEmpty, "a mutator needs a file to begin from")
    self.corpus = corpus
  }

  /// A damaged copy of one of the files: one to four mutations, rarely many.
  public func mutant(using random: inout RandomStream) -> Data {
    var bytes = [UInt8](corpus[random.index(below: corpus.count)])
    let rounds = random.index(below: 20) == 0 ? 30 : 1 + random.index(below: 4)
    for _ in 0..<rounds where bytes.count <= Self.limit { mutate(&bytes, using: &random) }
    return Data(bytes)
  }

  private func mutate(_ bytes: inout [UInt8], using random: inout RandomStream) {
    switch random.index(below: 16) {
    case 0: flip(&bytes, using: &random)
    case 1: overwrite(&bytes, using: &random)
    case 2: bytes.removeLast(bytes.isEmpty ? 0 : random.index(below: bytes.count))
    case 3: bytes.removeSubrange(range(in: bytes, using: &random))
    case 4: duplicate(&bytes, using: &random)
    case 5: splice(&bytes, using: &random)
    case 6: swapLines(&bytes, using: &random)
    case 7: length(&bytes, using: &random)
    case 8, 9, 10: number(&bytes, using: &random)
    case 11: token(&bytes, using: &random)
    case 12: nest(&bytes, using: &random)
    case 13: lineEnds(&bytes, using: &random)
    case 14: longRun(&bytes, using: &random)
    default: bytes.insert(contentsOf: Fragments.invalidText(using: &random), at: place(in: bytes, using: &random))
    }
  }

  // MARK: Bytes

  private func flip(_ bytes: inout [UInt8], using random: inout RandomStream) {
    guard !bytes.isEmpty else { return }
    bytes[random.index(below: bytes.count)] ^= 1 << UInt8(random.index(below: 8))
  }

  private func overwrite(_ bytes: inout [UInt8], using random: inout RandomStream) {
    for place in range(in: bytes, using: &random).prefix(16) { bytes[place] = UInt8(random.index(below: 256)) }
  }

  private func duplicate(_ bytes: inout [UInt8], using random: inout RandomStream) {
    let part = Array(bytes[range(in: bytes, using: &random)])
    for _ in 0...random.index(below: 4) where bytes.count + part.count <= Self.limit {
      bytes.insert(contentsOf: part, at: place(in: bytes, using: &random))
    }
  }

  private func splice(_ bytes: inout [UInt8], using random: inout RandomStream) {
    let other = [UInt8](corpus[random.index(below: corpus.count)])
    bytes.replaceSubrange(range(in: bytes, using: &random), with: other[range(in: other, using: &random)])
  }

  /// Puts something else where a length stands: the first eight bytes of an archive.
  private func length(_ bytes: inout [UInt8], using random: inout RandomStream) {
    guard bytes.count >= 8 else { return }
    let claims = [0, 1, 2, UInt64(bytes.count - 8), UInt64(bytes.count), 1 << 31, 1 << 32, 1 << 62, 1 << 63, .max]
    let claim = claims[random.index(below: claims.count)] &+ UInt64(random.index(below: 3)) &- 1
    for place in 0..<8 { bytes[place] = UInt8(truncatingIfNeeded: claim >> UInt64(8 * place)) }
  }

  // MARK: Text

  /// Replaces a number by one that does not fit.
  private func number(_ bytes: inout [UInt8], using random: inout RandomStream) {
    let isPart = { (byte: UInt8) in (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E }
    let start = place(in: bytes, using: &random)
    guard let first = bytes[start...].firstIndex(where: isPart) else { return }
    let end = bytes[first...].firstIndex { !isPart($0) } ?? bytes.count
    bytes.replaceSubrange(first..<end, with: Fragments.number(using: &random))
  }

  /// Replaces what stands between two quotes, commas or line ends by a word that means something.
  private func token(_ bytes: inout [UInt8], using random: inout RandomStream) {
    let isEdge = { (byte: UInt8) in [0x22, 0x2C, 0x0A, 0x3A].contains(byte) }
    guard let first = bytes[place(in: bytes, using: &random)...].firstIndex(where: isEdge) else { return }
    let end = bytes[(first + 1)...].firstIndex(where: isEdge) ?? bytes.count
    bytes.replaceSubrange(first + 1..<end, with: Fragments.word(using: &random))
  }

  private func nest(_ bytes: inout [UInt8], using random: inout RandomStream) {
    bytes.insert(contentsOf: Fragments.nesting(using: &random), at: place(in: bytes, using: &random))
  }

  private func lineEnds(_ bytes: inout [UInt8], using random: inout RandomStream) {
    switch random.index(below: 4) {
    case 0:
      bytes = Array(bytes.split(separator: 0x0A, omittingEmptySubsequences: false).joined(separator: [0x0D, 0x0A]))
    case 1: bytes = bytes.map { $0 == 0x0A ? 0x0D : $0 }
    case 2: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
    default: bytes.removeAll { $0 == 0x0A }
    }
  }

  private func swapLines(_ bytes: inout [UInt8], using random: inout RandomStream) {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    lines.swapAt(random.index(below: lines.count), random.index(below: lines.count))
    bytes = Array(lines.joined(separator: [0x0A]))
  }

  private func longRun(_ bytes: inout [UInt8], using random: inout RandomStream) {
    let unit = Fragments.unit(using: &random)
    let count = (1 << (6 + random.index(below: 11))) / unit.count
    bytes.insert(contentsOf: [[UInt8]](repeating: unit, count: count).joined(), at: place(in: bytes, using: &random))
  }

  // MARK: Places

  private func place(in bytes: [UInt8], using random: inout RandomStream) -> Int {
    random.index(below: bytes.count + 1)
  }

  private func range(in bytes: [UInt8], using random: inout RandomStream) -> Range<Int> {
    let (one, other) = (place(in: bytes, using: &random), place(in: bytes, using: &random))
    // Short ranges as often as long ones.
    let end = random.index(below: 2) == 0 ? other : min(bytes.count, one + random.index(below: 16))
    return min(one, end)..<max(one, end)
  }
}
