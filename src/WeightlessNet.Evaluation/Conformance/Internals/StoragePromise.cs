using WeightlessNet.Recommenders;
using WeightlessNet.Storage;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>What was saved and loaded answers the same, goes on the same, and has the same bytes.</summary>
internal static class StoragePromise
{
    public static Promise SaveAndLoad { get; } = new(
        "save and load",
        (world, history) =>
        {
            IRecommender saved = world.Taught(history.Ratings);
            CheckCopy(world, history, saved, "After saving and loading");
            if (saved.Get<IBatchRecommender>() is not null)
            {
                CheckCopy(world, history, world.Fitted(history.Ratings), "After fitting, saving and loading");
            }
        },
        world => world.Options.SaveAndLoad is null ? $"{nameof(ConformanceOptions.SaveAndLoad)} is not set" : null);

    /// <summary>A snapshot as bytes.</summary>
    public static byte[] Bytes(ISnapshot snapshot)
    {
        using MemoryStream stream = new();
        snapshot.Save(stream);
        return stream.ToArray();
    }

    private static void CheckCopy(ConformanceWorld world, ConformanceHistory history, IRecommender saved, string situation)
    {
        Answers before = Answers.Of(saved, history);
        IRecommender loaded = world.Options.SaveAndLoad!(saved)
            ?? throw new PromiseBrokenException($"{nameof(ConformanceOptions.SaveAndLoad)} gave null.");
        Answers.Of(loaded, history).MustBe(before, situation);
        Answers.Of(saved, history).MustBe(before, $"{situation}, the one that was saved");
        if (saved.Get<ISnapshot>() is { } snapshot && loaded.Get<ISnapshot>() is { } copy)
        {
            Expect.True(Bytes(copy).AsSpan().SequenceEqual(Bytes(snapshot)), $"{situation}, the bytes are others.");
        }

        if (world.IsDeterministic)
        {
            ConformanceWorld.Teach(saved, history.Unrated.Take(3));
            ConformanceWorld.Teach(loaded, history.Unrated.Take(3));
            Answers.Of(loaded, history).MustBe(Answers.Of(saved, history), $"{situation} and learning more");
        }
    }
}
