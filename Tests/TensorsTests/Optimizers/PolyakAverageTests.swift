import Tensors
import Testing

@Suite("Polyak averages")
struct PolyakAverageTests {
  private func buffer(_ values: [Float]) -> AlignedBuffer<Float> {
    let buffer = AlignedBuffer<Float>(count: values.count)
    _ = buffer.values.update(fromContentsOf: values)
    return buffer
  }

  @Test("Every value moves its share of the way, and the source stays")
  func share() {
    let (target, source) = (buffer([0, 4, -8, 1]), buffer([8, 0, 8, 1]))
    target.approach(source, share: 0.25)
    #expect(target.array == [2, 3, -4, 1] && source.array == [8, 0, 8, 1])
  }

  @Test("The whole share copies to the bit, none changes nothing")
  func ends() {
    let (values, others): ([Float], [Float]) = ([1e-8, 3.3, -7e12, 0.1], [1, 1e8, 0.3, -0.7])
    let target = buffer(others)
    target.approach(buffer(values), share: 0)
    #expect(target.array == others)
    target.approach(buffer(values), share: 1)
    #expect(target.array == values)
  }

  @Test("Only the range that is named moves")
  func range() {
    for share in [0.5, 1] as [Float] {
      let target = buffer([0, 0, 0, 0])
      target.approach(buffer([2, 2, 2, 2]), share: share, in: 1..<3)
      #expect(target.array == [0, 2 * share, 2 * share, 0])
    }
  }
}
