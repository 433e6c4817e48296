import Foundation
import RLCore
import Randomness
import Settings
import Testing

@testable import Gymnasium

@Suite(.enabled(if: TestPython.hasGymnasium, "the Python at hand has no gymnasium"))
struct FailureTests {
  let random = RandomStream(seed: 1)

  @Test func `A missing package names the command that brings it`() throws {
    let module = try PythonModule("")
    // Without the site module Python sees no installed packages.
    let bare = try module.script("#!/bin/sh\nexec \(TestPython.executable) -S \"$@\"\n")
    let message = failure(of: GymnasiumEnvironment("CartPole-v1", python: bare))
    #expect(message.hasPrefix("\(bare) has no usable numpy (ModuleNotFoundError: "))
    #expect(message.hasSuffix(": run \(bare) -m pip install gymnasium"))
  }

  @Test func `An unknown environment is told with what Python says`() {
    let message = failure(of: GymnasiumEnvironment("LunarLandr-v3"))
    #expect(message.hasPrefix("Gymnasium has no environment LunarLandr-v3: "))
    #expect(message.contains("LunarLander"))
  }

  @Test func `A package that an environment needs is told with what Python says`() throws {
    let module = try PythonModule(
      """
      def make():
          raise gymnasium.error.DependencyNotInstalled('Box2D is missing, run `pip install "gymnasium[box2d]"`')

      register("Needy-v0", make)
      """)
    #expect(
      failure(of: module.environment("Needy-v0"))
        == "Needy-v0 needs a Python package that is not installed: "
        + "Box2D is missing, run `pip install \"gymnasium[box2d]\"`")
  }

  @Test func `A module that cannot be imported is named`() {
    #expect(
      failure(of: GymnasiumEnvironment("CartPole-v1", modules: ["no_such_module"]))
        == "the Python module no_such_module cannot be imported: "
        + "ModuleNotFoundError: No module named 'no_such_module'")
  }

  @Test func `An argument that an environment does not know is what Python says`() {
    let message = failure(of: GymnasiumEnvironment("CartPole-v1", arguments: ["wings": .integer(2)]))
    #expect(message.hasPrefix("CartPole-v1 raised an exception in make: TypeError: "))
    #expect(message.contains("wings"))
  }

  @Test func `An exception in a step names the environment, and every later call says the same`() throws {
    let module = try PythonModule(
      """
      class Raising(Base):
          def step(self, action):
              if action == 2:
                  raise ValueError("the wing broke")
              return super().step(action)

      register("Raising-v0", Raising)
      """)
    let environments = try module.environment("Raising-v0").open(DiscreteAction.self, count: 3, random: random)
    var observations = try environments.reset()
    let actions = [0, 2, 0].map { DiscreteAction($0) }
    for _ in 0..<2 {
      let error = #expect(throws: GymnasiumError.self) { try environments.step(actions, observing: &observations) }
      #expect(
        error?.description == "environment 1 of Raising-v0 raised an exception in step: ValueError: the wing broke")
    }
    #expect(!isRunning(environments.connection.processIdentifier))
  }

  @Test func `An observation of another shape than the space says is an error`() throws {
    let module = try PythonModule(
      """
      class Wide(Base):
          def see(self, action=None):
              return np.zeros(1, np.float32)

      register("Wide-v0", Wide)
      """)
    let environments = try module.environment("Wide-v0").open(DiscreteAction.self, count: 1, random: random)
    let error = #expect(throws: GymnasiumError.self) { try environments.reset() }
    #expect(
      error?.description == "environment 0 of Wide-v0 raised an exception in reset: "
        + "ValueError: an observation of shape (1,) where the space says (2,)")
  }

  @Test func `A dead child is an error with its status and its last words, not a signal`() throws {
    let module = try PythonModule(
      """
      class Dying(Base):
          def step(self, action):
              print("first line")
              print("no fuel", file=sys.stderr, flush=True)
              if action == 1:
                  os.kill(os.getpid(), 9)
              os._exit(3)

      register("Dying-v0", Dying)
      """)
    for (action, status) in [(0, "exit status 3"), (1, "signal 9")] {
      let environments = try module.environment("Dying-v0").open(DiscreteAction.self, count: 1, random: random)
      var observations = try environments.reset()
      for _ in 0..<2 {
        let error = #expect(throws: GymnasiumError.self) {
          try environments.step([DiscreteAction(action)], observing: &observations)
        }
        #expect(
          error?.description
            == "the Python process of Dying-v0 ended with \(status), its last words: first line | no fuel")
      }
    }
  }

  @Test func `Writing to a child that died between two steps is an error, not a signal`() throws {
    let environments = try GymnasiumEnvironment("CartPole-v1").open(DiscreteAction.self, count: 1, random: random)
    var observations = try environments.reset()
    kill(environments.connection.processIdentifier, SIGKILL)
    let error = #expect(throws: GymnasiumError.self) {
      for _ in 0..<3 { _ = try environments.step([DiscreteAction(0)], observing: &observations) }
    }
    #expect(error?.description == "the Python process of CartPole-v1 ended with signal 9")
  }

  @Test func `An environment that hangs is ended`() throws {
    let module = try PythonModule(
      """
      class Hanging(Base):
          def step(self, action):
              time.sleep(600)

      register("Hanging-v0", Hanging)
      """)
    let environments = try module.environment("Hanging-v0").open(DiscreteAction.self, count: 1, random: random)
    var observations = try environments.reset()
    // The start may take its time on a busy machine; the step may not.
    environments.connection.timeoutSeconds = 0.3
    let error = #expect(throws: GymnasiumError.self) {
      try environments.step([DiscreteAction(0)], observing: &observations)
    }
    #expect(
      error?.description
        == "Hanging-v0 did not answer within 0.3 s (step); its Python process was ended")
    #expect(!isRunning(environments.connection.processIdentifier))
  }

  private func failure(of environment: GymnasiumEnvironment) -> String {
    let error = #expect(throws: GymnasiumError.self) {
      try environment.open(DiscreteAction.self, count: 1, random: random)
    }
    return error?.description ?? ""
  }
}

/// Whether a process exists, as a zombie or otherwise.
func isRunning(_ identifier: Int32) -> Bool { kill(identifier, 0) == 0 }
