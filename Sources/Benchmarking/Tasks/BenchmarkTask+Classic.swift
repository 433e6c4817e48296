import Envs
import RLCore
import Settings

extension BenchmarkTask {
  /// The tasks of the classic suite.
  ///
  /// Those of LunarLander run in Python, through the bridge; the others in this process. The names with
  /// `NoVel` are those of the RL Baselines3 Zoo for tasks in which no velocity is seen.
  public static var classic: [BenchmarkTask] {
    [
      BenchmarkTask("CartPole-v1", source: InProcess { CartPole() }),
      BenchmarkTask("Acrobot-v1", source: InProcess { Acrobot() }),
      BenchmarkTask("MountainCar-v0", source: InProcess { MountainCar() }),
      BenchmarkTask("LunarLander-v3", source: InPython<DiscreteAction>("LunarLander-v3")),
      BenchmarkTask("Pendulum-v1", source: InProcess { Pendulum() }),
      BenchmarkTask("MountainCarContinuous-v0", source: InProcess { MountainCarContinuous() }),
      BenchmarkTask(
        "LunarLanderContinuous-v3",
        source: InPython<ContinuousAction>("LunarLander-v3", arguments: ["continuous": .boolean(true)])),
      BenchmarkTask("CartPoleNoVel-v1", source: InProcess { CartPole().withoutVelocity }),
      BenchmarkTask("PendulumNoVel-v1", source: InProcess { Pendulum().withoutVelocity }),
      BenchmarkTask(
        "MountainCarContinuousNoVel-v0", source: InProcess { MountainCarContinuous().withoutVelocity }),
    ]
  }
}
