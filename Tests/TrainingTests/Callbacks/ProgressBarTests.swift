import Foundation
import RLCore
import Testing
import Training

@Suite struct ProgressBarTests {
  private final class Screen {
    var text = ""
    var time = 0.0

    func output(isTerminal: Bool, width: Int = 200) -> TerminalOutput {
      TerminalOutput(isTerminal: isTerminal, width: { width }, write: { self.text += $0 })
    }
  }

  private final class Source: FigureSource {
    let figures = [Figure("evaluation/score", 12.5), Figure("none", nil)]
  }

  @Test func `anywhere but in a terminal lines say how far the run is`() throws {
    let screen = Screen()
    let bar = ProgressBar(
      figures: ["sum"], sources: [Source()], output: screen.output(isTerminal: false),
      clock: {
        screen.time += 1
        return screen.time
      })
    try WalkRun.trainer(steps: 60, callbacks: [bar]).run()
    let lines = screen.text.split(separator: "\n")
    // After the first update, at 5 steps; then every five seconds, which are steps here; and at the end.
    #expect(lines.map { $0.split(separator: "  ")[1] } == ["15 steps", "30 steps", "45 steps", "60 steps", "60 steps"])
    #expect(lines[0].hasPrefix(" 25 %  15 steps  3/s  0:15 left  return "))
    #expect(lines[0].contains("sum ") && lines[0].hasSuffix("evaluation/score 12.5"))
    #expect(lines[4].hasPrefix("100 %") && !screen.text.contains("\r"))
  }

  @Test func `in a terminal one line is written over and never wraps`() throws {
    let screen = Screen()
    let bar = ProgressBar(
      output: screen.output(isTerminal: true, width: 40),
      clock: {
        screen.time += 1
        return screen.time
      })
    try WalkRun.trainer(steps: 60, callbacks: [bar]).run()
    #expect(screen.text.hasSuffix("\n") && screen.text.filter { $0 == "\n" }.count == 1)
    let frames = screen.text.dropLast().components(separatedBy: "\r\u{1B}[2K").dropFirst()
    #expect(frames.count == 21 && frames.allSatisfy { $0.count == 39 })
    #expect(frames.first?.hasPrefix("[················]") == true)
    #expect(frames.last?.hasPrefix("[████████████████] 100 %") == true)
  }

  @Test func `a clock that stands still shows the first update and the end`() throws {
    let screen = Screen()
    try WalkRun.trainer(
      steps: 60, callbacks: [ProgressBar(output: screen.output(isTerminal: false), clock: { 0 })]
    ).run()
    #expect(screen.text.split(separator: "\n").count == 2)
  }
}
