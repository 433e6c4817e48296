import CKernels
import Foundation

@testable import Tensors

/// An elementary function over a range with the accuracy that its kernels are held to.
struct ElementaryFunction: Sendable {
  let name: String
  let range: ClosedRange<Float>
  /// The greatest error allowed, in units in the last place of the exact result.
  let limit: Double
  let exact: @Sendable (Double) -> Double
  let compute: @Sendable (InstructionSet, [Float]) -> [Float]

  static let all: [ElementaryFunction] = [
    ElementaryFunction(
      name: "exp", range: -87.33...88.37, limit: 1.5, exact: { exp($0) }, compute: { $0.exponential($1) }),
    ElementaryFunction(
      name: "exp near overflow", range: 88.37...88.722, limit: 8, exact: { exp($0) },
      compute: { $0.exponential($1) }),
    ElementaryFunction(
      name: "log", range: .leastNonzeroMagnitude ... .greatestFiniteMagnitude, limit: 1.5, exact: { log($0) },
      compute: { $0.logarithm($1) }),
    ElementaryFunction(
      name: "tanh", range: -20...20, limit: 6, exact: { tanh($0) }, compute: { $0.activate(.tanh, $1) }),
    ElementaryFunction(
      name: "sigmoid", range: -87...100, limit: 3, exact: { 1 / (1 + exp(-$0)) },
      compute: { $0.activate(.sigmoid, $1) }),
    ElementaryFunction(
      name: "gelu", range: -3...100, limit: 16, exact: geluReference, compute: { $0.gelu($1) }),
    ElementaryFunction(
      name: "gelu, far tail", range: -9 ... -3, limit: 256, exact: geluReference, compute: { $0.gelu($1) }),
  ]

  /// ½(1 + tanh u) as 1/(1 + e⁻²ᵘ), which does not cancel.
  private static let geluReference = { @Sendable (x: Double) -> Double in
    x / (1 + exp(-2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  }

  /// `count` arguments: half of them evenly spaced, half of them spread evenly over all magnitudes.
  func arguments(count: Int) -> [Float] {
    let half = count / 2
    let width = (Double(range.upperBound) - Double(range.lowerBound)) / Double(half)
    let even = (0..<half).map { Float(Double(range.lowerBound) + width * (Double($0) + 0.5)) }
    let magnitudes = [range.lowerBound, range.upperBound].flatMap { end -> [Float] in
      let top = abs(end).bitPattern
      return (0..<half / 2).map { step in
        let magnitude = Float(bitPattern: UInt32(UInt64(top) * UInt64(step + 1) / UInt64(half / 2)))
        return end < 0 ? -magnitude : magnitude
      }
    }
    return even + magnitudes.filter(range.contains)
  }

  /// The greatest error in units in the last place, and where it is.
  func worst(on set: InstructionSet, count: Int) -> (error: Double, argument: Float) {
    let arguments = arguments(count: count)
    var worst = (error: 0.0, argument: Float(0))
    for (argument, computed) in zip(arguments, compute(set, arguments)) {
      let exact = exact(Double(argument))
      let unit = Double(max(Float(abs(exact)), .leastNormalMagnitude).ulp)
      let error = abs(Double(computed) - exact) / unit
      if !(error <= worst.error) { worst = (error, argument) }
    }
    return worst
  }
}

extension InstructionSet {
  func exponential(_ x: [Float]) -> [Float] { map(x) { kernels.exponential($0, $1, $2) } }

  func logarithm(_ x: [Float]) -> [Float] { map(x) { kernels.logarithm($0, $1, $2) } }

  func gelu(_ x: [Float]) -> [Float] { map(x) { kernels.gelu($0, $1, $2) } }

  func activate(_ activation: Activation, _ x: [Float]) -> [Float] {
    map(x) { kernels.activate(activation.fused ?? 0, $0, $1, $2) }
  }

  private func map(
    _ x: [Float], _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: x.count) { buffer, count in
      count = x.count
      if let target = buffer.baseAddress { kernel(x, target, x.count) }
    }
  }
}
