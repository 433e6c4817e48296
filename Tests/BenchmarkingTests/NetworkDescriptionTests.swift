import Benchmarking
import Foundation
import RLCore
import Settings
import Testing

struct NetworkDescriptionTests {
  private func text(_ agent: AgentID, _ network: String?, _ task: String, window: Int = 1) throws -> String {
    try NetworkDescription(of: agent, network: NetworkDocument(network), task: task, window: window).text
  }

  private func sentence(_ agent: AgentID, _ network: String?, _ task: String, window: Int = 1) -> String {
    do {
      return "no error, but " + (try text(agent, network, task, window: window))
    } catch { return "\(error)" }
  }

  @Test func `every parameter of an actor and two critics is listed, and the sums add up`() throws {
    let found = try NetworkDescription(
      of: "td3", network: NetworkDocument(#"{"actor": {"hidden": [8]}, "critic": {"hidden": [4]}}"#),
      task: "Pendulum-v1")
    // Actor 3·8 + 8 + 8·1 + 1, critics of observation and action (3 + 1)·4 + 4 + 4·1 + 1 each.
    #expect(found.parameterCount == 41 + 2 * 25)
    #expect(
      found.text == """
        agent        td3 on Pendulum-v1
        observation  3: observation 1 × 3
        actions      continuous(-2.0...2.0)

        parameter          shape  values
        actor.0.weight     3 × 8      24
        actor.0.bias       1 × 8       8
        actor.1.weight     8 × 1       8
        actor.1.bias       1 × 1       1
        critic.0.0.weight  4 × 4      16
        critic.0.0.bias    1 × 4       4
        critic.0.1.weight  4 × 1       4
        critic.0.1.bias    1 × 1       1
        critic.1.0.weight  4 × 4      16
        critic.1.0.bias    1 × 4       4
        critic.1.1.weight  4 × 1       4
        critic.1.1.bias    1 × 1       1
        total                         91

        of these: actor 41, critic 50
        """)
  }

  @Test func `one network is that of actor and critics`() throws {
    let one = try text("sac", #"{"hidden": [7]}"#, "Pendulum-v1")
    #expect(one == (try text("sac", #"{"actor": {"hidden": [7]}, "critic": {"hidden": [7]}}"#, "Pendulum-v1")))
  }

  @Test func `a window and what a convolution sees of it are told`() throws {
    let encoder = #"{"encoding": {"encoders": [{"group": "observation", "encoder": "tcn", "levels": 3}]}}"#
    let short = try text("dqn", encoder, "CartPole-v1", window: 64)
    #expect(short.contains("observation  256: observation 64 × 4 window\n"))
    #expect(
      short.contains(
        "network encodes\n  observation 64 × 4 window → tcn of 3 levels, kernel 3, receptive field 29 steps, "
          + "without the oldest 35 of 64 → 32\n"))
    #expect(
      try text("dqn", encoder, "CartPole-v1", window: 29).contains("receptive field 29 steps, all 29 of the group → 32")
    )
  }

  @Test(arguments: ["ppo", "a2c", "recurrent-ppo", "dqn", "qr-dqn"] as [AgentID], ["full", "pbt", "simple"])
  func `every agent is described on every preset`(agent: AgentID, preset: String) throws {
    let found = try NetworkDescription(of: agent, network: NetworkDocument(nil), task: preset)
    // The last column adds up to the total.
    let rows = found.text.split(separator: "\n").drop { !$0.hasPrefix("parameter") }.dropFirst()
    let values = rows.prefix { !$0.hasPrefix("of these") }.compactMap { line in
      line.split(separator: " ").last.flatMap { Int($0.replacingOccurrences(of: ",", with: "")) }
    }
    #expect(values.dropLast().reduce(0, +) == found.parameterCount && values.last == found.parameterCount)
  }

  @Test func `a file is read, and what it is not is told by its name`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("describe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("network.json").path
    try Data(#"{"hidden": [5]}"#.utf8).write(to: URL(fileURLWithPath: file))
    #expect(try text("dqn", file, "CartPole-v1").contains("4 × 5"))
    try Data("hidden: 5".utf8).write(to: URL(fileURLWithPath: file))
    #expect(sentence("dqn", file, "CartPole-v1") == "\(file) must be JSON, was hidden: 5")
    #expect(sentence("dqn", folder.path + "/none.json", "CartPole-v1").contains("none.json cannot be read: "))
  }

  @Test(
    arguments: [
      ("sac", nil, "CartPole-v1", "agent sac acts in continuous spaces, was discrete(2)"),
      ("nobody", nil, "CartPole-v1", "there is no agent nobody; there are "),
      ("ppo", nil, "Nowhere-v0", "there is no task Nowhere-v0; there are "),
      (
        "dqn", #"{"hiden": [3]}"#, "CartPole-v1",
        "network.hiden must be one of hidden, activation, encoding, was unknown"
      ),
      ("dqn", #"{"hidden": [3]"#, "CartPole-v1", #"the document must be JSON, was {"hidden": [3]"#),
      ("dqn", "[3]", "CartPole-v1", "network must "),
      ("dqn", #"{"hidden": [0]}"#, "CartPole-v1", "network.hidden must have widths in 1...8192, was [0]"),
      (
        "ppo", #"{"encoding": {"encoders": [{"group": "none", "encoder": "gru"}]}}"#, "simple",
        "network.encoders must name groups of the observation (portfolio, opportunities), was none"
      ),
      (
        "ppo", #"{"encoding": {"encoders": [{"group": "portfolio", "encoder": "magic"}]}}"#, "simple",
        "network.encoders.portfolio.encoder must be one of attention, gru, "
      ),
    ] as [(AgentID, String?, String, String)])
  func `bad input is refused in a sentence`(agent: AgentID, network: String?, task: String, beginning: String) {
    let found = sentence(agent, network, task)
    #expect(found.hasPrefix(beginning), "\(found)")
  }

  @Test func `a window of no rows is refused`() {
    #expect(sentence("ppo", nil, "CartPole-v1", window: 0) == "window must be in 1...65536, was 0")
  }
}
