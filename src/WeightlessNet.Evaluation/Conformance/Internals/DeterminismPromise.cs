namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Two recommenders that learn the same answer the same, and asking changes nothing.</summary>
internal static class DeterminismPromise
{
    public static Promise OfLearning { get; } = new("determinism", (world, history) =>
    {
        var recommender = world.Taught(history.Ratings);
        Answers answers = Answers.Of(recommender, history);
        Answers.Of(recommender, history).MustBe(answers, "Asked again");
        Answers.Of(world.Taught(history.Ratings), history).MustBe(answers, "Taught the same");
    });
}
