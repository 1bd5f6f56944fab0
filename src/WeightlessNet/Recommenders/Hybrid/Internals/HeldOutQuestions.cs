using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Ratings held out of what the parts of a hybrid learn, and the central models' answers to them.</summary>
internal sealed class HeldOutQuestions
{
    private const int UserPart = 5;
    private const int MostOfUser = 48;

    // More questions do not change the weights, but take memory and time.
    private const int MostOfStream = 20_000;
    private const long MostLoggedOfStream = 1_000_000;
    private const int MostAtRandom = 100_000;

    /// <summary>The ratings that the personal networks learn.</summary>
    public required Rating[] Logged { get; init; }

    /// <summary>The ratings that the crowd's statistics count.</summary>
    public required Rating[] Crowd { get; init; }

    /// <summary>Whether the crowd counts the held-out ratings too, so that each must be left out when it is asked.</summary>
    public required bool CrowdKnowsHeld { get; init; }

    /// <summary>The held-out ratings, by user and then by item.</summary>
    public required Rating[] Held { get; init; }

    /// <summary>For each central model, its answer to each held-out rating, in units.</summary>
    public required short[][] CentralAnswers { get; init; }

    /// <summary>Lists the ratings that the audience is learned from.</summary>
    public required Func<Rating[]> Kept { get; init; }

    /// <summary>Whether a user is held out with all ratings, as a newcomer of a stream.</summary>
    public static bool IsHeldOut(ulong seed, int user) => new SplitMix64(seed ^ ((ulong)(uint)user << 32)).Next(UserPart) == 0;

    /// <summary>
    /// Whether ratings come as a stream: most users with several ratings gave them at different times.
    /// </summary>
    /// <param name="ratings">The ratings, by user.</param>
    public static bool AreTimed(ReadOnlySpan<Rating> ratings)
    {
        int timed = 0;
        int users = 0;
        for (int first = 0, end; first < ratings.Length; first = end)
        {
            end = EndOf(ratings, first);
            bool differs = false;
            for (int i = first + 1; i < end; i++)
            {
                differs |= ratings[i].Timestamp != ratings[first].Timestamp;
            }

            users += end - first > 1 ? 1 : 0;
            timed += differs ? 1 : 0;
        }

        return users > 0 && timed >= 0.9 * users;
    }

    /// <summary>
    /// Questions as a stream asks them: each about a rating of a held-out user, when the user had given only the earlier ones. Every
    /// question has a user of its own.
    /// </summary>
    /// <param name="seed">The seed that decides which users are held out.</param>
    /// <param name="ratings">All ratings, by user.</param>
    /// <param name="central">The central models, trained without the held-out users.</param>
    /// <param name="scale">The scale of the ratings.</param>
    public static HeldOutQuestions OfStream(ulong seed, Rating[] ratings, IFoldInModel[] central, RatingScale scale)
    {
        List<Rating> held = [];
        List<Rating> logged = [];
        List<short>[] answers = [.. central.Select(_ => new List<short>())];
        double[][] factors = [.. central.Select(model => new double[model.FactorCount])];
        RatingUnits units = new(scale);
        int step = StepOf(seed, ratings);
        int turn = 0;
        for (int first = 0, end; first < ratings.Length; first = end)
        {
            end = EndOf(ratings, first);
            if (!IsHeldOut(seed, ratings[first].User) || turn++ % step != 0)
            {
                continue;
            }

            Rating[] own = ratings[first..end];
            Array.Sort(own, static (left, right) =>
                left.Timestamp != right.Timestamp ? left.Timestamp.CompareTo(right.Timestamp) : left.Item.CompareTo(right.Item));
            RatedItem[] earlier = [.. own.Select(static rating => new RatedItem(rating.Item, rating.Value, rating.Timestamp))];
            int questions = Math.Min(own.Length, MostOfUser);
            for (int question = 0; question < questions; question++)
            {
                int at = (int)((long)question * own.Length / questions);
                int asker = held.Count;
                held.Add(own[at] with { User = asker });
                logged.AddRange(own.Take(at).Select(rating => rating with { User = asker }));
                for (int model = 0; model < central.Length; model++)
                {
                    central[model].FoldIn(earlier.AsSpan(0, at), factors[model]);
                    answers[model].Add((short)units.FromRating((float)central[model].Predict(factors[model], own[at].Item)));
                }
            }
        }

        return new HeldOutQuestions
        {
            Logged = [.. logged],
            Crowd = ratings,
            CrowdKnowsHeld = true,
            Held = [.. held],
            CentralAnswers = [.. answers.Select(static model => model.ToArray())],
            Kept = () => [.. ratings.Where(rating => !IsHeldOut(seed, rating.User))],
        };
    }

    /// <summary>Questions about single ratings, each of which all other ratings of its user are known of.</summary>
    /// <param name="seed">The seed that decides which ratings are held out of a pretrained model.</param>
    /// <param name="ratings">All ratings, by user and then by item.</param>
    /// <param name="central">The central model.</param>
    /// <param name="answers">Its answers, for a pretrained model.</param>
    public static HeldOutQuestions AtRandom(ulong seed, Rating[] ratings, CentralModel central, CentralAnswers answers)
    {
        List<Rating> kept = [];
        List<Rating> held = [];
        List<short>[] predicted = [.. Enumerable.Range(0, central.ModelCount).Select(_ => new List<short>())];
        int next = 0;
        foreach (Rating rating in ratings)
        {
            if (central.HeldOut is HeldOutAnswers heldOut)
            {
                // Both are in the order of users and items.
                while (next < heldOut.Users.Length
                    && (heldOut.Users[next], heldOut.Items[next]).CompareTo((rating.User, rating.Item)) < 0)
                {
                    next++;
                }

                if (next == heldOut.Users.Length || (heldOut.Users[next], heldOut.Items[next]) != (rating.User, rating.Item))
                {
                    kept.Add(rating);
                    continue;
                }

                for (int model = 0; model < predicted.Length; model++)
                {
                    predicted[model].Add(heldOut.Answers[model][next]);
                }
            }
            else if (!HeldOutAnswers.IsHeldOut(seed, rating.User, rating.Item))
            {
                kept.Add(rating);
                continue;
            }
            else
            {
                for (int model = 0; model < predicted.Length; model++)
                {
                    predicted[model].Add((short)answers.AsTrained(model, rating.User, rating.Item));
                }
            }

            held.Add(rating);
        }

        Rating[] learned = [.. kept];
        int part = Math.Max(1, (held.Count + MostAtRandom - 1) / MostAtRandom);
        return new HeldOutQuestions
        {
            Logged = learned,
            Crowd = learned,
            CrowdKnowsHeld = false,
            Held = EveryOf(held, part),
            CentralAnswers = [.. predicted.Select(model => EveryOf(model, part))],
            Kept = () => learned,
        };
    }

    private static T[] EveryOf<T>(List<T> all, int part) => [.. all.Where((_, i) => i % part == 0)];

    // Every so many held-out users are asked.
    private static int StepOf(ulong seed, ReadOnlySpan<Rating> ratings)
    {
        long questions = 0;
        long logged = 0;
        for (int first = 0, end; first < ratings.Length; first = end)
        {
            end = EndOf(ratings, first);
            long own = IsHeldOut(seed, ratings[first].User) ? Math.Min(end - first, MostOfUser) : 0;
            questions += own;
            logged += own * (end - first) / 2;
        }

        return (int)Math.Max(
            1, Math.Max((questions + MostOfStream - 1) / MostOfStream, (logged + MostLoggedOfStream - 1) / MostLoggedOfStream));
    }

    private static int EndOf(ReadOnlySpan<Rating> ratings, int first)
    {
        int end = first + 1;
        while (end < ratings.Length && ratings[end].User == ratings[first].User)
        {
            end++;
        }

        return end;
    }
}
