namespace WeightlessNet.Scenarios;

/// <summary>What must be in a recommender after some steps: plain dictionaries.</summary>
internal sealed class Model
{
    private readonly SortedDictionary<int, Film> _films = [];

    public Model(IEnumerable<Film> films)
    {
        foreach (Film film in films)
        {
            _films.Add(film.Number, film);
        }
    }

    /// <summary>Whether events are learned in place of ratings.</summary>
    public bool IsOfEvents { get; set; }

    /// <summary>Users who rated, were described or have had controls, and were not forgotten since.</summary>
    public SortedDictionary<int, Profile> Users { get; } = [];

    /// <summary>The films that can be recommended, by number.</summary>
    public IReadOnlyDictionary<int, Film> Films => _films;

    /// <summary>The films that were removed.</summary>
    public SortedSet<int> Removed { get; } = [];

    public Profile Of(int user) => Users.GetValueOrDefault(user) ?? new Profile();

    /// <summary>Does a step.</summary>
    /// <returns>
    /// What the recommender must answer: how many ratings were forgotten, or 1 if a control was taken back or a film removed.
    /// </returns>
    public int Do(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Learn when IsOfEvents:
                (float total, long time) = Of(step.User).Ratings.GetValueOrDefault(step.Film);
                SetTotal(step.User, step.Film, (decimal)total + step.Amount, Math.Max(time, step.Time));
                return 0;
            case StepKind.ForgetEvent:
                if (!Of(step.User).Ratings.TryGetValue(step.Film, out (float Value, long Time) before))
                {
                    return 0;
                }

                SetTotal(step.User, step.Film, (decimal)before.Value - step.Amount, before.Time);
                return 1;
            case StepKind.Learn or StepKind.SetTotal:
                Known(step.User).Ratings[step.Film] = (step.Rating, step.Time);
                return 0;
            case StepKind.Forget:
                return Of(step.User).Ratings.Remove(step.Film) ? 1 : 0;
            case StepKind.ForgetUser:
                int forgotten = Of(step.User).Ratings.Count;
                Users.Remove(step.User);
                return forgotten;
            case StepKind.TakeBack:
                int last = Of(step.User).Wishes.LastIndexOf(step.Wish!);
                if (last >= 0)
                {
                    Users[step.User].Wishes.RemoveAt(last);
                }

                return last >= 0 ? 1 : 0;
            case StepKind.Mute when Of(step.User).Wishes.Contains(step.Wish!):
                // The same mute twice is one.
                return 0;
            case StepKind.Mute or StepKind.Boost or StepKind.Pin or StepKind.Ban:
                Known(step.User).Wishes.Add(step.Wish!);
                return 0;
            case StepKind.Describe:
                if (step.Age != 0 || Users.ContainsKey(step.User))
                {
                    Known(step.User).Age = step.Age;
                }

                return 0;
            case StepKind.Add or StepKind.Update:
                _films[step.Film] = Film.Of(step.Film, step.Edition);
                Removed.Remove(step.Film);
                return 0;
            case StepKind.Remove:
                Removed.Add(step.Film);
                return _films.Remove(step.Film) ? 1 : 0;
            default:
                return 0;
        }
    }

    /// <summary>Steps that make a model with the same users from an empty one.</summary>
    public IEnumerable<Step> StepsOfUsers() => Users.SelectMany(user => user.Value.Ratings
        .Select(rating => new Step(
            IsOfEvents ? StepKind.SetTotal : StepKind.Learn, user.Key, rating.Key, Rating: rating.Value.Value, Time: rating.Value.Time))
        .Concat(user.Value.Wishes.Select(wish => new Step(wish.Kind, user.Key, Math.Max(wish.Film, 0), Wish: wish)))
        .Concat(user.Value.Age == 0 ? [] : [new Step(StepKind.Describe, user.Key, Age: user.Value.Age)]));

    /// <summary>The films that a user's list must have.</summary>
    public IEnumerable<Film> ListOf(int user)
    {
        Profile profile = Of(user);
        HashSet<string?> muted = [.. profile.Wishes.Where(wish => wish.Kind == StepKind.Mute).Select(wish => wish.Genre)];
        HashSet<int> banned = [.. profile.Wishes.Where(wish => wish.Kind == StepKind.Ban).Select(wish => wish.Film)];
        return _films.Values.Where(film =>
            !profile.Ratings.ContainsKey(film.Number) && !banned.Contains(film.Number) && !film.Genres.Any(muted.Contains));
    }

    private void SetTotal(int user, int film, decimal total, long time)
    {
        if (total == 0)
        {
            Known(user).Ratings.Remove(film);
        }
        else
        {
            Known(user).Ratings[film] = ((float)total, time);
        }
    }

    private Profile Known(int user) => Users.TryGetValue(user, out Profile? known) ? known : Users[user] = new Profile();
}
