using System.Globalization;
using System.Text;

namespace WeightlessNet.Scenarios.Kills;

/// <summary>
/// Kills a process that writes to a recommender, again and again, and checks after each kill that everything acknowledged is there, that
/// nothing forgotten is, and that what was under way is there wholly or not at all.
/// </summary>
internal sealed class KillChain : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Setting _setting;
    private readonly Model _model;
    private readonly Random _random;

    // Users who are gone from the disk.
    private readonly HashSet<int> _erased = [];
    private readonly bool _acknowledgesEarly;

    public KillChain(int seed, bool isTrained, bool isOfEvents = false, bool acknowledgesEarly = false)
    {
        _random = new Random(seed);
        _acknowledgesEarly = acknowledgesEarly;
        _setting = new Setting
        {
            Path = Path.Combine(_folder.Path, "films.data"),
            IsTrainedInBackground = isTrained,
            IsOfEvents = isOfEvents,
        };

        // One chain without users stays.
        _setting.HasUsers = isTrained || isOfEvents;
        _model = new Model(Enumerable.Range(0, Film.FirstCount).Select(number => Film.Of(number))) { IsOfEvents = isOfEvents };
    }

    /// <summary>The number of kills.</summary>
    public int Rounds { get; private set; }

    /// <summary>The number of steps that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>The number of steps that were under way when the process was killed.</summary>
    public int UnderWay { get; private set; }

    /// <summary>The number of those that are there.</summary>
    public int UnderWayDone { get; private set; }

    /// <summary>How many times a forgotten user's key was looked for in the files.</summary>
    public int ErasedChecked { get; private set; }

    /// <summary>How many times all answers were those of a sequential replay.</summary>
    public int ReplaysCompared { get; private set; }

    /// <summary>Lets the process write, kills it, and checks what is there.</summary>
    public async Task KillOnceAsync()
    {
        _setting.IsFlushedToDisk = _acknowledgesEarly || Rounds % 2 == 0;
        Film[] films = [.. _model.Films.Values];
        int firstAdded = Film.FirstAdded + (Rounds * KillWriter.Writers);
        KillRound round = new(_setting, _random.Next(), films, [.. _model.StepsOfUsers()], firstAdded, _acknowledgesEarly);
        Rounds++;
        WriterLog[] writers = Read(await RunUntilKilledAsync(round));
        foreach (int user in _erased)
        {
            Assert.False(Checks.IsInFiles(_setting.Path, Keys.Texts.OfUser(user)), $"The forgotten user {user} is in a file.");
            ErasedChecked++;
        }

        await using IDoor door = await Doors.OpenAsync(_setting, films);
        foreach (WriterLog writer in writers)
        {
            foreach (Step step in writer.Acknowledged)
            {
                await TakeAsync(door, step);
            }

            Acknowledged += writer.Acknowledged.Count;
        }

        foreach (Step step in writers.Select(writer => writer.UnderWay).OfType<Step>())
        {
            UnderWay++;
            if (IsDone(door, step))
            {
                UnderWayDone++;
                await TakeAsync(door, step);
            }
        }

        Checks.Agree(door, _model);
        if (!_setting.IsTrainedInBackground)
        {
            await using IDoor replayed = await ReplayAsync(door);
            string[] expected = await AnswersAsync(replayed);
            string[] actual = await AnswersAsync(door);
            for (int tries = 0; tries < 20 && !actual.SequenceEqual(expected); tries++)
            {
                // A checkpoint in the background may keep an answer from taking in what others have rated.
                actual = await AnswersAsync(door);
            }

            Assert.Equal(expected, actual);
            ReplaysCompared++;
        }
    }

    public void Dispose() => _folder.Dispose();

    // A recommender in memory that has learned the same, one rating after the other, with films added in the order of their ids.
    private async Task<IDoor> ReplayAsync(IDoor door)
    {
        Film[] films = [.. _model.Films.Values];
        Setting inMemory = new() { Path = "", IsOfEvents = _setting.IsOfEvents, HasUsers = _setting.HasUsers };
        IDoor replayed = await Doors.OpenAsync(inMemory, films[..Film.FirstCount]);
        foreach (Film film in films[Film.FirstCount..].OrderBy(film => door.FilmId(film.Number)))
        {
            _ = await replayed.DoAsync(new Step(StepKind.Add, Film: film.Number, Edition: film.Edition));
        }

        foreach (Step step in _model.StepsOfUsers())
        {
            _ = await replayed.DoAsync(step);
        }

        return replayed;
    }

    // Lists and predictions, to the last bit.
    private static async Task<string[]> AnswersAsync(IDoor door)
    {
        // What others have rated shows a little later.
        await Task.Delay(50);
        return
        [
            .. Enumerable.Range(0, KillWriter.Users).Append(Checks.Stranger).SelectMany(
                user => door.Recommend(user, 5).Select(one => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{user} {one.Item.Number} {one.Score:R} {door.Predict(user, one.Item):R} {one.Why}"))),
        ];
    }

    // A film that was added is known, but is in the catalog only when the application passes it again.
    private async Task TakeAsync(IDoor door, Step step)
    {
        if (step.Kind == StepKind.Add)
        {
            Assert.True(door.FilmId(step.Film) >= 0, $"The film {step.Film} was added and is not known.");
            _ = await door.DoAsync(step);
        }

        _ = _model.Do(step);
    }

    // Whether something of a step shows: then all of it must, which is checked later.
    private bool IsDone(IDoor door, Step step)
    {
        if (step.IsOfNoUser)
        {
            return step.Kind == StepKind.Add && door.FilmId(step.Film) >= 0;
        }

        Profile profile = _model.Of(step.User);
        return door.UserId(step.User) >= 0 != _model.Users.ContainsKey(step.User)
            || !door.WishesOf(step.User).SequenceEqual(profile.Wishes)
            || (step.Kind == StepKind.Describe && Checks.DescriptionOf(profile) != door.DescriptionOf(step.User))
            || !door.RatingsOf(step.User)
                .Select(rating => (rating.Item.Number, rating.Value, rating.Time!.Value.ToUnixTimeSeconds()))
                .Order()
                .SequenceEqual(profile.Ratings.Select(rating => (rating.Key, rating.Value.Value, rating.Value.Time)));
    }

    // Runs the process, kills it, and returns its lines. Half of a line at the end says nothing.
    private async Task<IReadOnlyList<KillLine>> RunUntilKilledAsync(KillRound round)
    {
        using OtherProcess process = OtherProcess.Start(Program.Write, round);
        StringBuilder output = new();
        Task<string> rest;
        switch (_random.Next(5))
        {
            case 0:
                // While it starts or opens.
                rest = process.ReadToEndAsync();
                await Task.Delay(_random.Next(600));
                break;
            case 1 or 2:
                // At any moment.
                await ReadAsync(process, output, lines: 1);
                rest = process.ReadToEndAsync();
                await Task.Delay(_random.Next(600));
                break;
            default:
                // Just after something was acknowledged.
                await ReadAsync(process, output, _random.Next(1, 1500));
                rest = Task.FromResult("");
                break;
        }

        await process.KillAsync();
        _ = output.Append(await rest).Append(await process.ReadToEndAsync());
        string[] lines = output.ToString().Split('\n');
        return [.. lines[..^1].Select(KillLine.Read)];
    }

    // Reads so many lines, and on to one that acknowledges something.
    private static async Task ReadAsync(OtherProcess process, StringBuilder output, int lines)
    {
        string acknowledged = $"\"{nameof(KillLine.Kind)}\":{(int)KillLineKind.Acknowledged},";
        string? line = null;
        for (int read = 0; read < lines || (lines > 1 && !line!.Contains(acknowledged, StringComparison.Ordinal)); read++)
        {
            line = await process.ReadLineAsync();
            Assert.NotNull(line);
            _ = output.Append(line).Append('\n');
        }
    }

    private WriterLog[] Read(IReadOnlyList<KillLine> lines)
    {
        WriterLog[] writers = [.. Enumerable.Range(0, KillWriter.Writers).Select(_ => new WriterLog())];
        Dictionary<(int Writer, int Number), Step> steps = [];
        foreach (KillLine line in lines)
        {
            if (line.Kind == KillLineKind.Begun && !line.Step!.IsOfNoUser)
            {
                _ = _erased.Remove(line.Step.User);
                steps[(line.Writer, line.Number)] = line.Step;
            }

            if (line.Kind == KillLineKind.Erased)
            {
                // Unless the user came back before.
                int user = steps[(line.Writer, line.Number)].User;
                int last = steps.Where(step => step.Value.User == user).Max(step => step.Key.Number);
                _ = last == line.Number && _erased.Add(user);
            }

            writers[line.Writer].Take(line);
        }

        return writers;
    }
}
