using Orleans;
using Orleans.Runtime;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Grains.Internals;

/// <summary>The grain of a user. Calls take turns, so a change is stored and applied before the next call begins.</summary>
internal sealed class UserGrain(IUserStore store, SiloCrowd crowd, UserGrainOptions options, UserLoads loads) : Grain, IUserGrain
{
    // The personal recommender's only user.
    private const int User = 0;

    // The user's ratings after each change that the crowd may not know yet, and its place in the crowd's log; the first one is known.
    private readonly List<(long Sequence, PersonalRatings Ratings)> _told = [];
    private string _key = "";
    private int _part;
    private long _version;
    private int _entries;
    private UserState _state = null!;
    private Answers? _answers;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = this.GetPrimaryKeyString();
        _part = CrowdParts.Of(_key);
        StoredUser stored = await MeasuredCall.RunAsync(
            "weightlessnet.cluster.load",
            ClusterInstruments.LoadDuration,
            () => loads.RunAsync(() => store.LoadAsync(_key, cancellationToken), cancellationToken));

        // So the crowd knows all of the user's ratings.
        CrowdVersion version = await crowd.ReachAsync(_part, stored.CrowdSequence, cancellationToken);
        _state = UserState.Of(stored, version.Model);
        _version = stored.Version;
        _entries = stored.Entries.Count;
        _told.Add((stored.CrowdSequence, _state.Ratings));
        await base.OnActivateAsync(cancellationToken);
    }

    public async Task<ChangeOutcome> LearnAsync(Guid operation, RatedItem rating)
    {
        await KnowAsync(rating.Item);
        return await ChangeAsync(UserChange.Learn(operation, rating));
    }

    public Task<ChangeOutcome> ForgetAsync(Guid operation, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        return ChangeAsync(UserChange.Forget(operation, item));
    }

    public Task<ChangeOutcome> ForgetAllAsync(Guid operation) => ChangeAsync(UserChange.ForgetAll(operation));

    public async Task<ChangeOutcome> TuneAsync(Guid operation, TuningControl control)
    {
        ArgumentNullException.ThrowIfNull(control);
        var change = UserChange.Of(UserChangeKind.Tune, operation, control);
        await KnowAsync(control.Item ?? 0);
        if (!_state.Operations.Contains(change.Operation))
        {
            // Throws if the control does not fit. What was tried is not used for answers.
            AnswersOf(crowd.Current).Recommender.Apply(User, control);
            _answers = null;
        }

        return await ChangeAsync(change);
    }

    public Task<ChangeOutcome> UntuneAsync(Guid operation, TuningControl control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return ChangeAsync(UserChange.Of(UserChangeKind.Untune, operation, control));
    }

    public Task<double> PredictAsync(int item) => Task.FromResult(Present().Predict(User, item));

    public Task<IReadOnlyList<ScoredItem>> ListAsync(int count) => Task.FromResult<IReadOnlyList<ScoredItem>>(List(Present(), count));

    public Task<IReadOnlyList<Explanation>> ExplainListAsync(int count)
    {
        // One version of the crowd for the order and for the scores.
        TunableRecommender recommender = Present();
        return Task.FromResult<IReadOnlyList<Explanation>>(
            Array.ConvertAll(List(recommender, count), scored => recommender.Explain(User, scored.Item)));
    }

    public async Task<Explanation> ExplainAsync(int item)
    {
        await KnowAsync(item);
        return Present().Explain(User, item);
    }

    public Task<IReadOnlyList<RatedItem>> RatingsAsync() =>
        Task.FromResult<IReadOnlyList<RatedItem>>(_state.Ratings.Ratings.ToArray());

    public Task<IReadOnlyList<TuningControl>> ControlsAsync() =>
        Task.FromResult<IReadOnlyList<TuningControl>>([.. _state.Controls]);

    public Task<byte[]> ExportAsync()
    {
        using MemoryStream stream = new();
        _state.Ratings.KnownAs(_state.Ratings).Save(stream);
        return Task.FromResult(stream.ToArray());
    }

    // An item may have been added since the last reading.
    private Task KnowAsync(int item) => item < crowd.Current.Model.ItemCount ? Task.CompletedTask : crowd.RefreshAsync();

    private async Task<ChangeOutcome> ChangeAsync(UserChange change)
    {
        if (_state.Operations.Contains(change.Operation))
        {
            Count("repeated");
            return ChangeOutcome.Repeated;
        }

        CrowdModel model = crowd.Current.Model;
        if (_state.With(change, model) is not { } next)
        {
            Count("nothing");
            return ChangeOutcome.Nothing;
        }

        byte[] ofCrowd = UserState.CrowdChange(model.Scale, _state.Ratings, next.Ratings);
        bool isSnapshot = change.Forgets || _entries >= options.EntriesPerSnapshot;
        UserWrite write = isSnapshot
            ? UserWrite.Replace(next.ToSnapshot(), ofCrowd)
            : UserWrite.Append(change.ToEntry(), ofCrowd);
        UserWriteResult result;
        try
        {
            result = await MeasuredCall.RunAsync(
                "weightlessnet.cluster.write",
                ClusterInstruments.WriteDuration,
                () => store.WriteAsync(_key, _version, write));
        }
        catch
        {
            // It may be stored or not: the next activation reads what is.
            Count("failed");
            DeactivateOnIdle();
            throw;
        }

        if (!result.IsStored)
        {
            Count("conflict");
            DeactivateOnIdle();
            throw new UserConflictException();
        }

        _state = next;
        _answers = null;
        _version++;
        _entries = isSnapshot ? 0 : _entries + 1;
        if (result.CrowdSequence > 0)
        {
            // Otherwise a user who changes much and asks nothing would keep all states.
            DropBefore(crowd.Current);
            _told.Add((result.CrowdSequence, next.Ratings));
        }

        Count("applied");
        return ChangeOutcome.Applied;
    }

    private static void Count(string outcome) =>
        ClusterInstruments.Changes.Add(1, new KeyValuePair<string, object?>("weightlessnet.change.outcome", outcome));

    // What the crowd knows of the user are the ratings at its place in the log.
    private void DropBefore(CrowdVersion version) =>
        _told.RemoveRange(0, _told.FindLastIndex(told => told.Sequence <= version.Positions[_part]));

    private static ScoredItem[] List(TunableRecommender recommender, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ScoredItem[] items = new ScoredItem[Math.Min(count, recommender.ItemCount)];
        return items[..recommender.Recommend(User, items)];
    }

    private TunableRecommender Present() => AnswersOf(crowd.Current).Recommender;

    private Answers AnswersOf(CrowdVersion version)
    {
        if (_answers?.Version == version)
        {
            return _answers;
        }

        DropBefore(version);
        PersonalModel model;
        try
        {
            model = new PersonalModel(version.Model, _state.Ratings.KnownAs(_told[0].Ratings));
        }
        catch (ArgumentException misfit)
        {
            // The crowd has learned from another activation what this one does not know.
            DeactivateOnIdle();
            throw new UserConflictException("Another activation of the user has stored changes. Call again.", misfit);
        }

        TunableRecommender recommender = version.Controls.Around(new PersonalRecommender(model, version.Model));
        foreach (TuningControl control in _state.Controls)
        {
            try
            {
                recommender.Apply(User, control);
            }
            catch (ArgumentException)
            {
                // It does not fit the present catalog. It stays stored, and holds again when the catalog has its field and value.
            }
        }

        return _answers = new Answers(version, recommender);
    }

    private sealed record Answers(CrowdVersion Version, TunableRecommender Recommender);
}
