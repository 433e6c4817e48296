import Population
import Synchronization

/// Notes everything that an observer is told.
final class Lines: PopulationObserver {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock { $0 } }
  func add(_ line: String) { lines.withLock { $0.append(line) } }

  func populationDidStart(_ record: PopulationRecord) { add("start \(record.history.generations)") }
  func generationWillStart(_ generation: Int, of generations: Int) { add("generation \(generation) of \(generations)") }
  func memberDidFinish(_ result: MemberResult) { add("member \(result.member)") }
  func generationDidEnd(_ report: GenerationReport) { add("report \(report.generation), \(report.trials) trials") }
  func populationDidEnd(_ record: PopulationRecord) { add("end \(record.isComplete)") }
}
