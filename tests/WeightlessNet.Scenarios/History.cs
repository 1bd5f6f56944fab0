namespace WeightlessNet.Scenarios;

/// <summary>Makes seeded random steps, and does them to the model.</summary>
/// <remarks>
/// Steps of one call can be done on several threads if those of one user, and those of no user, keep their order: users rate no film that
/// is added or removed by the same call.
/// </remarks>
/// <param name="seed">The seed.</param>
/// <param name="model">The model, which knows the steps that are made.</param>
/// <param name="kinds">The kinds of steps; one that is listed twice is twice as frequent.</param>
/// <param name="users">The users.</param>
/// <param name="firstAdded">The number of the first film that is added.</param>
internal sealed class History(
    int seed, Model model, IReadOnlyList<StepKind> kinds, IReadOnlyList<int> users, int firstAdded = Film.FirstAdded)
{
    /// <summary>The number of users in a scenario.</summary>
    public const int Users = 12;

    // Films below this number are never changed or removed, so that no genre disappears.
    private const int FirstChanging = 10;

    private readonly Random _random = new(seed);
    private int _nextFilm = firstAdded;
    private long _time = 1_600_000_000 + (Math.Abs(seed % 1000) * 100_000L);

    public Step[] Next(int count)
    {
        HashSet<int> reserved = [.. model.Films.Keys.Where(film => film >= FirstChanging && _random.Next(8) == 0)];
        List<Step> steps = [];
        int[] rated = [.. model.Films.Keys.Except(reserved)];
        while (steps.Count < count)
        {
            if (Make(kinds[_random.Next(kinds.Count)], rated, reserved) is { } step)
            {
                steps.Add(step with { Expected = model.Do(step) });
            }
        }

        return [.. steps];
    }

    // A step of this kind; null if there is none now.
    private Step? Make(StepKind kind, int[] rated, HashSet<int> reserved)
    {
        int user = users[_random.Next(users.Count)];
        Profile profile = model.Of(user);
        int film = rated[_random.Next(rated.Length)];
        string genre = Film.AllGenres[_random.Next(5)];
        switch (kind)
        {
            case StepKind.Learn or StepKind.SetTotal:
                return new Step(kind, user, film, Rating: 0.5f + (_random.Next(10) / 2f), Time: _time += 7);
            case StepKind.ForgetEvent:
                return new Step(kind, user, film, Rating: 0.5f + (_random.Next(10) / 2f));
            case StepKind.Forget:
                int[] own = [.. profile.Ratings.Keys.Where(one => !reserved.Contains(one))];
                return new Step(kind, user, own.Length == 0 ? film : own[_random.Next(own.Length)]);
            case StepKind.ForgetUser or StepKind.Checkpoint:
                return new Step(kind, user);
            case StepKind.Mute or StepKind.Boost:
                return profile.Wishes.Count > 5 ? null : new Step(kind, user, Wish: new Wish(kind, genre, -1));
            case StepKind.Pin or StepKind.Ban:
                return profile.Wishes.Count > 5 ? null : new Step(kind, user, film, Wish: new Wish(kind, null, film));
            case StepKind.Describe:
                return new Step(kind, user, Age: _random.Next(4) == 0 ? 0 : _random.Next(8, 80));
            case StepKind.TakeBack:
                return profile.Wishes.Count == 0
                    ? null
                    : new Step(kind, user, Wish: profile.Wishes[_random.Next(profile.Wishes.Count)]);
            case StepKind.Add:
                int[] gone = [.. model.Removed];
                int added = gone.Length > 0 && _random.Next(2) == 0 ? gone[_random.Next(gone.Length)] : _nextFilm++;
                reserved.Add(added);
                return new Step(kind, Film: added, Edition: _random.Next(4));
            case StepKind.Update:
                int[] changing = [.. model.Films.Keys.Where(one => one >= FirstChanging)];
                return changing.Length == 0
                    ? null
                    : new Step(kind, Film: changing[_random.Next(changing.Length)], Edition: _random.Next(1, 9));
            default:
                int[] removable = [.. model.Films.Keys.Where(reserved.Contains)];
                return removable.Length == 0 ? null : new Step(kind, Film: removable[_random.Next(removable.Length)]);
        }
    }
}
