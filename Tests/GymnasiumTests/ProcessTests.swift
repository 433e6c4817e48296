import Foundation
import RLCore
import Randomness
import Settings
import Testing

@testable import Gymnasium

/// What needs no gymnasium, and for the most part no Python.
struct ProcessTests {
  let random = RandomStream(seed: 1)

  @Test func `A Python that is not there is a clear error`() {
    #expect(
      failure(of: GymnasiumEnvironment("CartPole-v1", python: "no-such-python"))
        == "Python cannot be run as no-such-python (No such file or directory): "
        + "install Python 3, or name another one with RLFRAMEWORK_PYTHON")
  }

  @Test func `A program that ends at once is told with its status`() {
    #expect(
      failure(of: GymnasiumEnvironment("CartPole-v1", python: "false"))
        == "the Python process of CartPole-v1 ended with exit status 1")
  }

  @Test func `A program that does not speak the protocol is told with what it says`() throws {
    let module = try PythonModule("")
    let chatty = try module.script("#!/bin/sh\nprintf 'good morning'\nsleep 60\n")
    #expect(
      failure(of: GymnasiumEnvironment("CartPole-v1", python: chatty))
        == "the Python process of CartPole-v1 must speak the protocol, was a greeting of 67 6f 6f 64 20 6d 6f 72")
  }

  @Test func `A program that says nothing is ended`() throws {
    let module = try PythonModule("")
    let silent = try module.script("#!/bin/sh\nexec sleep 60\n")
    #expect(
      failure(of: GymnasiumEnvironment("CartPole-v1", python: silent, timeoutSeconds: 0.2))
        == "CartPole-v1 did not answer within 0.2 s (start); its Python process was ended")
  }

  @Test(arguments: [
    (GymnasiumEnvironment(""), "id must name an environment, was empty"),
    (GymnasiumEnvironment("A-v0", timeoutSeconds: 0), "timeoutSeconds must be in 0<...86400, was 0.0"),
    (
      GymnasiumEnvironment("A-v0", arguments: ["render_mode": .text("human")]),
      "arguments.render_mode must be absent: rendering is off, was \"human\""
    ),
    (
      GymnasiumEnvironment("A-v0", arguments: ["gravity": .number(.infinity)]),
      "arguments.gravity must be finite, as JSON is, was inf"
    ),
  ])
  func `A setting out of range is named`(environment: GymnasiumEnvironment, message: String) {
    #expect(failure(of: environment) == message)
  }

  @Test func `Settings come from JSON`() throws {
    let changed = try GymnasiumEnvironment("CartPole-v1").applying(
      JSONValue(parsing: #"{"masks": "info", "arguments": {"sutton_barto_reward": true}, "timeoutSeconds": 5}"#))
    #expect(changed.masks == .info)
    #expect(changed.arguments == ["sutton_barto_reward": .boolean(true)])
    #expect(changed.timeoutSeconds == 5)
  }

  @Test func `A child ends by itself when its stream closes, and leaves no zombie`() throws {
    let process = try ServerProcess("cat", arguments: [], environment: [:])
    #expect(isRunning(process.identifier))
    process.end(within: 30)
    #expect(process.status == "exit status 0")
    #expect(!isRunning(process.identifier))
  }

  @Test func `A child that does not end by itself is ended`() throws {
    let process = try ServerProcess("sleep", arguments: ["600"], environment: [:])
    process.end(within: 0.05)
    #expect(process.status == "signal 9")
    #expect(!isRunning(process.identifier))
  }

  @Test func `Other children do not keep a stream open`() throws {
    let first = try ServerProcess("cat", arguments: [], environment: [:])
    let second = try ServerProcess("cat", arguments: [], environment: [:])
    first.end(within: 30)
    #expect(first.status == "exit status 0")
    second.end(within: 30)
  }

  @Test(.enabled(if: TestPython.hasGymnasium, "the Python at hand has no gymnasium"))
  func `The Python process ends with the object and with close`() throws {
    var environments: GymnasiumEnvironments<DiscreteAction>? = try GymnasiumEnvironment("CartPole-v1")
      .open(count: 1, random: random)
    let first = try #require(environments).connection.processIdentifier
    #expect(isRunning(first))
    environments = nil
    #expect(!isRunning(first))

    let closed = try GymnasiumEnvironment("CartPole-v1").open(DiscreteAction.self, count: 1, random: random)
    closed.close()
    #expect(!isRunning(closed.connection.processIdentifier))
    let error = #expect(throws: GymnasiumError.self) { try closed.reset() }
    #expect(error?.description == "the environments of CartPole-v1 have been closed")
  }

  @Test(.enabled(if: TestPython.hasGymnasium, "the Python at hand has no gymnasium"))
  func `When its parent is gone Python closes the environments and ends by itself`() throws {
    let module = try PythonModule(
      """
      class Tidy(Base):
          def close(self):
              with open(os.path.join(os.path.dirname(__file__), "closed"), "a") as file:
                  file.write("x")

      register("Tidy-v0", Tidy)
      """)
    let environments = try module.environment("Tidy-v0").open(DiscreteAction.self, count: 3, random: random)
    _ = try environments.reset()
    // What the end of this program does to the child: the stream closes and nobody ends it.
    let process = environments.connection.stream.process
    process.end(within: 60)
    #expect(process.status == "exit status 0")
    #expect(try String(contentsOf: module.folder.appending(path: "closed"), encoding: .utf8) == "xxx")
    var observations = ObservationBatch(count: 3, width: 2, maskWidth: 0)
    #expect(throws: GymnasiumError.self) {
      try environments.step([0, 1, 2].map { DiscreteAction($0) }, observing: &observations)
    }
  }

  private func failure(of environment: GymnasiumEnvironment) -> String {
    let error = #expect(throws: GymnasiumError.self) {
      try environment.open(DiscreteAction.self, count: 1, random: random)
    }
    return error?.description ?? ""
  }
}
