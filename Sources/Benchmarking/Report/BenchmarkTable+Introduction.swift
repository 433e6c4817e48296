extension BenchmarkTable {
  /// What stands above the table.
  var introduction: String {
    """
    Every agent on the classic tasks, trained from several seeds and judged on episodes that it never saw. This page is
    written from the result files under `Benchmarks/results` by one command; another one makes the files, and goes on
    where it was stopped:

    ```sh
    swift build -c release --product rl
    .build/release/rl benchmark --suite \(suite.name) --seeds 10
    .build/release/rl benchmark table --suite \(suite.name) --output docs/benchmark.md
    ```

    - **steps**: environment steps of training, over all environments; the preset's budget, rounded up to whole rollouts.
    - **IQM**: each seed's agent plays 100 episodes in environments of its own without exploring; the score is the
      interquartile mean over seeds of their mean returns, which leaves out the lowest and the highest quarter of the
      seeds (rounded down: 2 and 2 of 10).
    - **95 % interval**: percentiles of the IQM over 10 000 stratified bootstrap resamples of the seeds (Agarwal and
      others, "Deep Reinforcement Learning at the Edge of the Statistical Precipice", 2021).
    - **published**: the figure of \(sources): the mean over episodes of one trained
      agent with its standard deviation over episodes, and the steps that it took. It is one run, beside which ours is
      the middle of several.
    - **met**: whether the IQM is at or above the published mean, both rounded to two decimals.
    - **seconds a seed**: median wall time of making and training one agent, without evaluating it; an upper bound where the
      machine did other work as well.

    A preset has the settings of the RL Baselines3 Zoo unless its note says otherwise. Where the note says "searched on
    other seeds", a few values were tried on seeds from 101 on; the table has seeds 1 to 10.

    `rl presets` lists the configurations; `rl presets ppo/CartPole-v1` prints one in full.
    """
  }

  /// Where the published figures come from.
  private var sources: String {
    Set(suite.presets.compactMap(\.published?.source)).sorted().joined(separator: ", ")
  }
}
