import Testing

@testable import Tensors

@Suite("Speed of products")
struct ProductSpeedTests {
  @Test("every engine of the machine is timed, OpenBLAS and the set in use among them")
  func engines() {
    let speeds = Kernels.measureProducts(rows: 4, columns: 5, depth: 6)
    #expect(speeds.first?.engine == "OpenBLAS" && speeds.last?.engine == Kernels.instructionSet)
    #expect(speeds.allSatisfy { $0.billionsPerSecond > 0 && $0.billionsPerSecond.isFinite })
  }
}
