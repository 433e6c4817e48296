import Foundation
import RLTesting
import Testing

@Suite("Gradients")
struct GradientTests {
  static let cases = GradientCase.elements + GradientCase.rows + GradientCase.sets + GradientCase.recurrent

  @Test("every derivative agrees with central differences", arguments: cases)
  func derivatives(_ gradientCase: GradientCase) {
    let report = gradientCase.check()
    #expect(report.isPassed, "\(report)")
    #expect(report.derivativeCount == gradientCase.inputs.reduce(0) { $0 + $1.values.count })
  }

  @Test("no operation is missing from the checks")
  func completeness() throws {
    let sources = URL(filePath: #filePath).appending(path: "../../../../Sources").standardized
    let declared = try declaredOperations(in: sources.appending(path: "Tensors/Operations"))
    let checked = Set(Self.cases.flatMap { $0.check().operations })
    #expect(declared.count >= 20)
    #expect(checked == declared)
  }

  @Test("operations live in the two folders whose checks are complete")
  func operationFolders() throws {
    let sources = URL(filePath: #filePath).appending(path: "../../../../Sources").standardized
    let known = try declaredOperations(in: sources.appending(path: "Tensors/Operations"))
      .union(declaredOperations(in: sources.appending(path: "RLCore/Losses")))
      .union(declaredOperations(in: sources.appending(path: "RLTesting")))
    #expect(try declaredOperations(in: sources) == known)
  }
}
