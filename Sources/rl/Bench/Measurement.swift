import Foundation
import RLFramework

/// Named figures, printed as text or as JSON.
struct Measurement {
  private var figures: [(key: String, value: Double, unit: String)] = []
  private var phases: [(name: String, seconds: Double)] = []

  mutating func add(_ key: String, _ value: Double, _ unit: String = "") {
    figures.append((key, value, unit))
  }

  mutating func add(_ clock: PhaseClock) { phases = clock.phases }

  var text: String {
    let width = figures.map(\.key.count).max() ?? 0
    var lines = ["instruction set  \(Kernels.instructionSet)"]
    lines += figures.map { figure in
      figure.key.padding(toLength: width + 2, withPad: " ", startingAt: 0)
        + String(format: figure.value.magnitude < 100 ? "%.3f" : "%.0f", figure.value) + " \(figure.unit)"
    }
    let total = phases.reduce(0) { $0 + $1.seconds }
    lines += phases.map {
      String(
        format: "  %@ %5.1f %%", $0.name.padding(toLength: 12, withPad: " ", startingAt: 0), 100 * $0.seconds / total)
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    var object: [String: Any] = ["instructionSet": Kernels.instructionSet]
    for figure in figures { object[figure.key] = figure.value }
    if !phases.isEmpty {
      object["phases"] = Dictionary(uniqueKeysWithValues: phases.map { ($0.name, $0.seconds) })
    }
    let data = (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }
}

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let (whole, attoseconds) = (ContinuousClock.now - start).components
  return Double(whole) + Double(attoseconds) * 1e-18
}
