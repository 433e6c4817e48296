import CKernels
import Testing

@testable import Tensors

@Suite("Attention kernels")
struct AttentionKernelTests {
  private static let shapes: [AttentionShape] = [
    AttentionShape(slots: 1, heads: 1, width: 1), AttentionShape(slots: 3, heads: 2, width: 6),
    AttentionShape(slots: 10, heads: 4, width: 40), AttentionShape(slots: 17, heads: 1, width: 17),
    AttentionShape(slots: 5, heads: 2, width: 32), AttentionShape(slots: 33, heads: 3, width: 9),
  ]

  @Test("attention and its gradient agree with the reference, masked and not", arguments: InstructionSet.all)
  func agreement(_ set: InstructionSet) {
    for shape in Self.shapes {
      let samples = 4
      let rows = samples * shape.slots
      // Sets with no, one, some and all rows.
      var flags = [UInt8](repeating: 0, count: rows)
      flags[shape.slots + shape.slots / 2] = 1
      for slot in stride(from: 0, to: shape.slots, by: 2) { flags[2 * shape.slots + slot] = 1 }
      for slot in 0..<shape.slots { flags[3 * shape.slots + slot] = 1 }
      compare(set, shape: shape, samples: samples, mask: nil)
      compare(set, shape: shape, samples: samples, mask: flags)
      compare(set, shape: shape, samples: 0, mask: nil)
    }
  }

  private func compare(_ set: InstructionSet, shape: AttentionShape, samples: Int, mask: [UInt8]?) {
    let rows = samples * shape.slots
    let (qkv, dy) = (Sample(rows * 3 * shape.width, "qkv"), Sample(rows * shape.width, "dy"))
    let flags = mask ?? []
    let computed = flags.withUnsafeBufferPointer {
      single(set, qkv.single, dy.single, mask == nil ? nil : $0.baseAddress, samples: samples, shape: shape)
    }
    let expected = flags.withUnsafeBufferPointer {
      double(qkv.double, dy.double, mask == nil ? nil : $0.baseAddress, samples: samples, shape: shape)
    }
    let what = "attention of \(samples) sets, \(shape), \(mask == nil ? "not masked" : "masked")"
    expectClose(computed.output, expected.output, within: 3e-6, what)
    expectClose(computed.gradient, expected.gradient, within: 1e-5, "gradient of \(what)")
    for (row, flag) in flags.enumerated() where flag == 0 {
      #expect(computed.output[row * shape.width..<(row + 1) * shape.width].allSatisfy { $0 == 0 })
      #expect(computed.gradient[row * 3 * shape.width..<(row + 1) * 3 * shape.width].allSatisfy { $0 == 0 })
    }
  }

  private func single(
    _ set: InstructionSet, _ qkv: [Float], _ dy: [Float], _ mask: UnsafePointer<UInt8>?, samples: Int,
    shape: AttentionShape
  ) -> (output: [Float], gradient: [Float]) {
    var (y, gradient) = ([Float](repeating: 9, count: dy.count), [Float](repeating: 0, count: qkv.count))
    var probabilities = [Float](repeating: 9, count: samples * shape.heads * shape.slots * shape.slots)
    var scratch = [Float](repeating: .nan, count: shape.scratchCount)
    set.kernels.attention(
      qkv, mask, &y, &probabilities, samples, shape.slots, shape.heads, shape.width, &scratch)
    set.kernels.attention_backward(
      qkv, mask, probabilities, dy, &gradient, samples, shape.slots, shape.heads, shape.width, &scratch)
    return (y, gradient)
  }

  private func double(
    _ qkv: [Double], _ dy: [Double], _ mask: UnsafePointer<UInt8>?, samples: Int, shape: AttentionShape
  ) -> (output: [Double], gradient: [Double]) {
    var (y, gradient) = ([Double](repeating: 9, count: dy.count), [Double](repeating: 0, count: qkv.count))
    var probabilities = [Double](repeating: 9, count: samples * shape.heads * shape.slots * shape.slots)
    var scratch = [Double](repeating: .nan, count: shape.scratchCount)
    Double.attention(
      qkv, mask: mask, &y, probabilities: &probabilities, samples: samples, shape: shape, scratch: &scratch)
    Double.attentionBackward(
      qkv, mask: mask, probabilities: probabilities, outputGradient: dy, into: &gradient, samples: samples,
      shape: shape, scratch: &scratch)
    return (y, gradient)
  }
}
