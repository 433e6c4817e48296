import Foundation
import Testing

@testable import Randomness

@Suite("Random streams")
struct RandomStreamTests {
  private func draws(_ count: Int, of stream: RandomStream) -> [UInt64] {
    var stream = stream
    return (0..<count).map { _ in stream.next() }
  }

  @Test(
    "the first draws are those of an independent implementation of xoshiro256++ seeded by SplitMix64",
    arguments: [
      (0, [0x5317_5D61_490B_23DF, 0x61DA_6F3D_C380_D507, 0x5C0F_DF91_EC9A_7BFC, 0x02EE_BF8C_3BBE_5E1A]),
      (1, [0xCFC5_D07F_6F03_C29B, 0xBF42_4132_963F_E08D, 0x19A3_7D57_57AA_F520, 0xBF08_119F_05CD_56D6]),
      (.max, [0x56CC_F8CE_948E_27B2, 0xE685_8843_2E5A_5B90, 0xE3E9_B5A4_8119_CA8B, 0x460F_1949_5532_AE73]),
    ] as [(UInt64, [UInt64])])
  func goldenDraws(seed: UInt64, expected: [UInt64]) {
    #expect(draws(4, of: RandomStream(seed: seed)) == expected)
  }

  @Test("SplitMix64 gives the published values of its seed 1234567")
  func goldenSeeder() {
    var seeder = SplitMix64(state: 1_234_567)
    #expect(
      [seeder.next(), seeder.next(), seeder.next()]
        == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test("a child's first draws are those of an independent implementation of the split")
  func goldenSplit() {
    let child = RandomStream(seed: 1).split("environment", 3)
    #expect(draws(3, of: child) == [0xF865_D977_5799_B9A6, 0x3D29_B624_0DCF_8F9A, 0x0CEB_545C_7197_0FF8])
  }

  @Test("a child depends on name and index, not on how far the parent has been read")
  func splitIndependence() {
    var parent = RandomStream(seed: 5)
    let fresh = parent.split("noise", 2)
    let expected = draws(3, of: parent)
    #expect(draws(3, of: parent) == expected, "splitting must not disturb the parent")
    for _ in 0..<100 { _ = parent.next() }
    #expect(parent.split("noise", 2) == fresh)
  }

  @Test("children of different names, indices, parents and depths all differ")
  func splitsDiffer() {
    var firsts: Set<UInt64> = []
    var count = 0
    for seed: UInt64 in 0..<10 {
      let root = RandomStream(seed: seed)
      for name in ["", "a", "b", "ab", "ba", "environment", "exploration"] {
        for index in [-1, 0, 1, 2, 1000] {
          firsts.insert(draws(1, of: root.split(name, index))[0])
          firsts.insert(draws(1, of: root.split(name, index).split(name, index))[0])
          count += 2
        }
      }
    }
    #expect(firsts.count == count)
  }

  @Test("draws of sibling streams are uncorrelated")
  func siblingCorrelation() {
    let root = RandomStream(seed: 11)
    var (first, second) = (root.split("environment", 0), root.split("environment", 1))
    let count = 20_000
    let product = (0..<count).reduce(0.0) { sum, _ in
      sum + (first.uniformDouble() - 0.5) * (second.uniformDouble() - 0.5)
    }
    // The mean product has a standard deviation of 1/12/√count.
    #expect(abs(product / Double(count)) < 4 / 12 / Double(count).squareRoot())
  }

  @Test("a stream saved in the middle goes on where it was, children included")
  func codable() throws {
    var stream = RandomStream(seed: 9)
    for _ in 0..<17 { _ = stream.next() }
    let restored = try JSONDecoder().decode(RandomStream.self, from: JSONEncoder().encode(stream))
    #expect(restored == stream)
    #expect(draws(5, of: restored) == draws(5, of: stream))
    #expect(restored.split("x", 1) == stream.split("x", 1))
  }
}
