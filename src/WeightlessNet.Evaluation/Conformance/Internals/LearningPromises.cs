using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>A second rating of an item takes the place of the first; the order does not matter where that is promised.</summary>
internal static class LearningPromises
{
    public static Promise ReRating { get; } = new(
        "re-rating",
        (world, history) =>
        {
            Rating[] changed = [.. history.Ratings.Where((_, i) => i % 4 == 0)];
            Rating[] replacements =
            [
                .. changed.Select(rating => rating with { Value = world.Scale.Maximum + world.Scale.Minimum - rating.Value }),
            ];
            Rating[] kept = [.. history.Ratings.Except(changed), .. replacements];
            IRecommender twice = world.Taught(history.Ratings.Except(changed).Concat(changed).Concat(replacements));

            Answers.Of(twice, history).MustBe(Answers.Of(world.Taught(kept), history), "After second ratings of items");
        },
        world => Promise.NeedsTwins(world)
            ?? (world.Options.IsOrderFree || world.Sample.Get<IForgettingRecommender>() is not null
                ? null
                : "neither forgets nor promises that the order of learning does not matter"));

    public static Promise Order { get; } = new(
        "learning order",
        (world, history) => Answers.Of(world.Taught(history.Shuffled()), history).MustBe(
            Answers.Of(world.Taught(history.Ratings), history), "Taught in another order"),
        world => Promise.NeedsTwins(world)
            ?? (world.Options.IsOrderFree ? null : $"{nameof(ConformanceOptions.IsOrderFree)} is not set"));
}
