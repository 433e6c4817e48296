/// A splittable, serialisable stream of pseudo-random numbers.
///
/// Every random draw of the library takes a stream as `using:`; nothing uses the system generator, so that a
/// seed names a run completely. Streams are split by name (``split(_:_:)``), never by time or thread: the draws of
/// environment 3 do not depend on how many environments run beside it, nor on which core steps it.
///
/// The generator is xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
/// seeded through SplitMix64 as its authors advise. Period 2²⁵⁶ − 1, about 1 ns a draw.
public struct RandomStream: RandomNumberGenerator, Sendable, Codable, Equatable {
  /// The key that the stream was made from; ``split(_:_:)`` derives children from it, not from the state, so
  /// that splitting neither disturbs the parent nor depends on how far it has been read.
  private let key: UInt64
  private var state0: UInt64
  private var state1: UInt64
  private var state2: UInt64
  private var state3: UInt64

  /// The root stream of a run.
  ///
  /// - Parameter seed: Any value; equal seeds give equal streams.
  public init(seed: UInt64) {
    var seeder = SplitMix64(state: seed)
    key = seed
    state0 = seeder.next()
    state1 = seeder.next()
    state2 = seeder.next()
    state3 = seeder.next()
  }

  /// An independent child stream, named by its purpose and an index.
  ///
  /// The child depends only on this stream's key, `purpose` and `index`.
  ///
  /// - Complexity: O(length of `purpose`).
  public func split(_ purpose: String, _ index: Int = 0) -> RandomStream {
    var hash = SplitMix64.mix(key ^ 0x9E37_79B9_7F4A_7C15)
    for byte in purpose.utf8 {
      hash = SplitMix64.mix(hash ^ UInt64(byte))
    }
    return RandomStream(seed: SplitMix64.mix(hash ^ UInt64(bitPattern: Int64(index)) &* 0xD1B5_4A32_D192_ED03))
  }

  /// The next 64 uniformly distributed bits.
  @inlinable
  public mutating func next() -> UInt64 { nextBits() }

  @usableFromInline
  mutating func nextBits() -> UInt64 {
    let sum = state0 &+ state3
    let result = (sum << 23 | sum >> 41) &+ state0
    let shifted = state1 << 17
    state2 ^= state0
    state3 ^= state1
    state1 ^= state2
    state0 ^= state3
    state2 ^= shifted
    state3 = state3 << 45 | state3 >> 19
    return result
  }
}

/// The seeding generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// The finaliser: a bijection of 64-bit words in which every input bit flips about half of the output bits.
  static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
