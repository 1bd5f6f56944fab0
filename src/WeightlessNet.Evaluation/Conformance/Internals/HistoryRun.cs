using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Storage;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>A recommender that goes through a history of changes, and what each change returned.</summary>
internal sealed class HistoryRun(ConformanceWorld world, ChangeHistory history)
{
    private readonly long[] _results = new long[history.Changes.Length];
    private readonly Lazy<PersonalRatings[]> _elsewhere = new(() => Elsewhere(world, history));

    /// <summary>The recommender, which is another one after <see cref="SaveAndLoad"/>.</summary>
    public IRecommender Recommender { get; private set; } = world.Fresh();

    /// <summary>Makes the change at a position.</summary>
    public void Apply(int position) => _results[position] = Apply(history.Changes[position]);

    /// <summary>Asks a random question about a user; nothing is changed.</summary>
    public void Ask(int user, ref SplitMix64 random)
    {
        int item = history.Items[random.Next(history.Items.Length)];
        switch (random.Next(4))
        {
            case 0:
                Answers.List(Recommender, user, world.ItemCount);
                break;
            case 1 when Recommender.Get<IExplainingRecommender>() is { } explaining:
                explaining.Explain(user, item);
                break;
            case 2 when Recommender.Get<ICounterfactualRecommender>() is { } counterfactual:
                counterfactual.IfRated(new Rating(user, item, world.Scale.Maximum), item);
                break;
            default:
                double predicted = Recommender.Predict(user, item);
                Expect.True(world.Scale.Contains(predicted), $"User {user}'s prediction of item {item} is {predicted}.");
                break;
        }
    }

    /// <summary>Saves the recommender and goes on with the one that was loaded.</summary>
    public void SaveAndLoad() => Recommender = Copy();

    /// <summary>What the recommender is when saved and loaded.</summary>
    public IRecommender Copy() => world.Options.SaveAndLoad!(Recommender)
        ?? throw new PromiseBrokenException($"{nameof(ConformanceOptions.SaveAndLoad)} gave null.");

    /// <summary>Throws where a change returned something else in another run, or an answer or a saved byte is another one.</summary>
    public void MustBe(HistoryRun expected, string situation)
    {
        for (int position = 0; position < _results.Length; position++)
        {
            Expect.True(
                _results[position] == expected._results[position],
                $"{situation}: change {position} returned {_results[position]}, not {expected._results[position]}.");
        }

        Answers.Of(Recommender, history).MustBe(Answers.Of(expected.Recommender, history), situation);
        for (int user = 0; user < ChangeHistory.Users; user++)
        {
            Expect.True(
                Exported(user).AsSpan().SequenceEqual(expected.Exported(user)), $"{situation}: user {user}'s exported bytes are others.");
        }

        if (Recommender.Get<ISnapshot>() is { } snapshot && expected.Recommender.Get<ISnapshot>() is { } other)
        {
            Expect.True(
                StoragePromise.Bytes(snapshot).AsSpan().SequenceEqual(StoragePromise.Bytes(other)),
                $"{situation}: the saved bytes are others.");
        }
    }

    private static PersonalRatings[] Elsewhere(ConformanceWorld world, ChangeHistory history)
    {
        IPortableRecommender other = world.Taught(history.RatingsElsewhere()).GetRequired<IPortableRecommender>();
        other.Get<IRecencyRecommender>()?.SetRecency(0, UserRecency.FollowDrift);
        return [.. Enumerable.Range(0, ChangeHistory.Threads).Select(other.Export)];
    }

    private long Apply(in HistoryChange change)
    {
        int user = change.Rating.User;
        ConformanceOptions options = world.Options;
        switch (change.Kind)
        {
            case HistoryChangeKind.Learn:
                Recommender.Learn(change.Rating);
                return 0;
            case HistoryChangeKind.Forget:
                return Recommender.GetRequired<IForgettingRecommender>().Forget(user, change.Rating.Item) ? 1 : 0;
            case HistoryChangeKind.ForgetUser:
                return Recommender.GetRequired<IForgettingRecommender>().ForgetUser(user);
            case HistoryChangeKind.SetRecency:
                Recommender.GetRequired<IRecencyRecommender>().SetRecency(user, (UserRecency)(change.Number % 2));
                return 0;
            case HistoryChangeKind.Reimport:
                return Reimport(user);
            case HistoryChangeKind.ImportOther:
                Recommender.GetRequired<IPortableRecommender>().Import(user, _elsewhere.Value[user]);
                return 0;
            case HistoryChangeKind.OfUser:
                options.UserChanges[change.Number % options.UserChanges.Count](Recommender, user, change.Number);
                return 0;
            case HistoryChangeKind.Shared:
                options.SharedChanges[change.Number % options.SharedChanges.Count](Recommender, change.Number);
                return 0;
            case HistoryChangeKind.Fit:
                Recommender.GetRequired<IBatchRecommender>().Fit(history.RatingsToFit(change));
                return 0;
            default:
                options.Trainings[change.Number % options.Trainings.Count](Recommender, change.Number);
                return 0;
        }
    }

    private int Reimport(int user)
    {
        IPortableRecommender portable = Recommender.GetRequired<IPortableRecommender>();
        PersonalRatings exported = portable.Export(user);
        int forgotten = portable.ForgetUser(user);
        portable.Import(user, exported);
        return forgotten;
    }

    private byte[] Exported(int user)
    {
        PersonalRatings? exported = Recommender.Get<IPortableRecommender>()?.Export(user);
        return exported is null ? [] : StoragePromise.Bytes(exported);
    }
}
