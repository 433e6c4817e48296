import Accounting
import Training
import TextFormats

extension CurriculumRecord {
  /// What became of a stage, for people.
  package var sentence: String {
    let last = judgements.last.map {
      "; last judged \($0.judgement.measure) \(NumberText.fixed($0.judgement.score, decimals: 2)), goal "
        + NumberText.fixed($0.judgement.goal, decimals: 2)
    }
    let end = lastStep.map { " to \($0)" } ?? ""
    let outcome = judgements.last?.judgement.isPassed == true ? "passed" : "not passed"
    return "Curriculum, \(phase): steps \(firstStep)\(end), \(outcome)\(last ?? "")."
  }
}
