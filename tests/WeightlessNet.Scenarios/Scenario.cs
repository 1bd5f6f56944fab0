using WeightlessNet.Recommenders;

namespace WeightlessNet.Scenarios;

/// <summary>
/// An application's life with one folder: random steps, in the middle of which two traits happen, once in each order. At the end, and after
/// it was opened again, everything must be as plain dictionaries have it.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    private static readonly StepKind[] CommonSteps =
    [
        .. Enumerable.Repeat(StepKind.Learn, 18), StepKind.Forget, StepKind.Forget, StepKind.ForgetUser, StepKind.Mute, StepKind.Boost,
        StepKind.Pin, StepKind.Ban, StepKind.TakeBack, StepKind.Checkpoint,
    ];

    private const int NewUser = 700;

    private readonly TemporaryFolder _folder = new();
    private readonly ITrait[] _traits;
    private readonly History _history;

    // Who had an id inside: the user's number, and how many times that user had been forgotten.
    private readonly Dictionary<int, (int User, int Life)> _owners = [];
    private readonly Dictionary<int, int> _lives = [];
    private IDoor? _door;

    private Scenario(int seed, params ITrait[] traits)
    {
        _traits = traits;
        Model = new Model(Enumerable.Range(0, Film.FirstCount).Select(number => Film.Of(number)));
        Random = new Random(seed);
        Setting = new Setting { Path = Path.Combine(_folder.Path, "films.data"), IsFlushedToDisk = seed % 4 == 0 };
        _history = new History(
            seed, Model, [.. CommonSteps, .. traits.SelectMany(trait => trait.Steps)], [.. Enumerable.Range(0, History.Users)]);
    }

    public Setting Setting { get; }

    public Model Model { get; }

    public Random Random { get; }

    /// <summary>A temporary folder beside that of the recommender.</summary>
    public string Folder => _folder.Path;

    /// <summary>The small disk, if a trait needs one.</summary>
    public SmallDisk? Disk { get; private set; }

    public IDoor Door => _door ?? throw new InvalidOperationException("The recommender is closed.");

    /// <summary>Runs a scenario.</summary>
    public static async Task RunAsync(int seed, ITrait first, ITrait second)
    {
        await using Scenario scenario = new(seed, first, second);
        await scenario.RunAsync();
    }

    /// <summary>Puts the recommender's folder on a small disk.</summary>
    public SmallDisk UseSmallDisk()
    {
        if (Disk is null)
        {
            Disk = SmallDisk.In(Folder);
            Setting.Path = Path.Combine(Disk.Path, "films.data");
        }

        return Disk;
    }

    public async Task OpenAsync() => _door = await Doors.OpenAsync(Setting, [.. Model.Films.Values]);

    public async Task CloseAsync()
    {
        if (_door is not null)
        {
            IDoor closed = _door;
            _door = null;
            await closed.DisposeAsync();
        }
    }

    /// <summary>Throws if the folder, which is open, can be opened once more.</summary>
    public async Task RefuseSecondAsync(string path)
    {
        IOException refused = await Assert.ThrowsAsync<IOException>(
            () => Doors.OpenAsync(Setting with { Path = path, IsInContainer = false, Name = null }, [.. Model.Films.Values]));
        Assert.Contains("open in another process, or in this one", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Makes random steps, which the model has done.</summary>
    public Step[] NextSteps(int count)
    {
        Step[] steps = _history.Next(count);
        foreach (Step step in steps)
        {
            CountLife(step);
        }

        return steps;
    }

    /// <summary>Does random steps.</summary>
    public Task PlayAsync(int count) => Player.DoAsync(Door, NextSteps(count), Setting.Threads);

    /// <summary>Does one step, in the model too.</summary>
    public async Task DoAsync(Step step)
    {
        // If it throws, nothing is done.
        int answered = await Door.DoAsync(step);
        Assert.Equal(Did(step), answered);
    }

    /// <summary>Does a step in the model, which the recommender has done.</summary>
    public int Did(Step step)
    {
        CountLife(step);
        return Model.Do(step);
    }

    /// <summary>Throws if the recommender is not as the model.</summary>
    public void Agree()
    {
        Checks.Agree(Door, Model);
        foreach (int user in Model.Users.Keys)
        {
            (int User, int Life) owner = (user, _lives.GetValueOrDefault(user));
            int id = Door.UserId(user);
            Assert.True(
                _owners.TryAdd(id, owner) || _owners[id] == owner, $"The id {id} of {owner} was that of {_owners.GetValueOrDefault(id)}.");
        }

        if (Door.Inner?.Get<IPortableRecommender>() is { } inner)
        {
            foreach (int id in _owners.Keys.Except(Model.Users.Keys.Select(Door.UserId)))
            {
                Assert.Equal(0, inner.Export(id).Ratings.Length);
            }
        }
    }

    /// <summary>Whether a file of the recommender has a text.</summary>
    public bool IsInFiles(string text) => Checks.IsInFiles(Setting.Path, text);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Disk?.Dispose();
        _folder.Dispose();
    }

    private async Task RunAsync()
    {
        foreach (ITrait trait in _traits)
        {
            trait.Prepare(this);
        }

        await OpenAsync();
        foreach (ITrait trait in _traits)
        {
            await trait.BeginAsync(this);
        }

        await PlayAsync(60);
        foreach (ITrait trait in _traits)
        {
            await trait.HappenAsync(this);
        }

        Agree();
        await PlayAsync(30);
        foreach (ITrait trait in _traits.AsEnumerable().Reverse())
        {
            await trait.HappenAsync(this);
        }

        await PlayAsync(10);
        Agree();
        foreach (ITrait trait in _traits)
        {
            await trait.EndAsync(this);
        }

        await CloseAsync();
        await OpenAsync();
        Agree();

        // A new user has an id that nobody had.
        await DoAsync(new Step(StepKind.Learn, NewUser, 0, Rating: 3, Time: 1_700_000_000));
        Agree();
    }

    private void CountLife(Step step)
    {
        if (step.Kind == StepKind.ForgetUser)
        {
            _lives[step.User] = _lives.GetValueOrDefault(step.User) + 1;
        }
    }
}
