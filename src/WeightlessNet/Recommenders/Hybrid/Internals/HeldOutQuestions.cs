using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Ratings held out of what the parts of a hybrid learn, and the central models' answers to them.</summary>
internal sealed class HeldOutQuestions
{
    private const int UserPart = 5;
    private const int MostOfUser = 48;

    // With fewer, the weights would be learned from the tastes of a few users, or from nothing.
    private const int FewestUsersOfStream = 8;
    private const int FewestOfStream = 100;

    // More questions do not change the weights, but take memory and time.
    private const int MostOfStream = 20_000;
    private const long MostLoggedOfStream = 1_000_000;
    private const int MostAtRandom = 100_000;

    /// <summary>The ratings that the personal networks learn.</summary>
    public required RatingLog Logged { get; init; }

    /// <summary>The ratings that the crowd's statistics count.</summary>
    public required RatingLog Crowd { get; init; }

    /// <summary>Whether the crowd counts the held-out ratings too, so that each must be left out when it is asked.</summary>
    public required bool CrowdKnowsHeld { get; init; }

    /// <summary>The held-out ratings, by user and then by item.</summary>
    public required Rating[] Held { get; init; }

    /// <summary>For each central model, its answer to each held-out rating, in units.</summary>
    public required short[][] CentralAnswers { get; init; }

    /// <summary>Gives the ratings that the audience is learned from.</summary>
    public required Func<RatingLog> Kept { get; init; }

    /// <summary>Whether a user is held out with all ratings, as a newcomer of a stream.</summary>
    public static bool IsHeldOut(ulong seed, int user) => new SplitMix64(seed ^ ((ulong)(uint)user << 32)).Next(UserPart) == 0;

    /// <summary>
    /// Whether ratings come as a stream: most users with several ratings gave them at different times.
    /// </summary>
    public static bool AreTimed(RatingLog ratings)
    {
        int timed = 0;
        int users = 0;
        for (int user = 0; user < ratings.UserCount; user++)
        {
            UserRatings own = ratings.OfUser(user);
            bool differs = false;
            for (int entry = 1; entry < own.Length; entry++)
            {
                differs |= own[entry].Timestamp != own[0].Timestamp;
            }

            users += own.Length > 1 ? 1 : 0;
            timed += differs ? 1 : 0;
        }

        return users > 0 && timed >= 0.9 * users;
    }

    /// <summary>Whether enough users are held out to learn weights from the questions of a stream.</summary>
    /// <param name="seed">The seed that decides which users are held out.</param>
    /// <param name="ratings">All ratings.</param>
    public static bool AreEnoughOfStream(ulong seed, RatingLog ratings)
    {
        int users = 0;
        int questions = 0;
        for (int user = 0; user < ratings.UserCount; user++)
        {
            int own = ratings.OfUser(user).Length;
            if (own > 0 && IsHeldOut(seed, user))
            {
                users++;
                questions += Math.Min(own, MostOfUser);
            }

            if (users >= FewestUsersOfStream && questions >= FewestOfStream)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Questions as a stream asks them: each about a rating of a held-out user, when the user had given only the earlier ones. Every
    /// question has a user of its own.
    /// </summary>
    /// <param name="seed">The seed that decides which users are held out.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="central">The central models, trained without the held-out users.</param>
    /// <param name="scale">The scale of the ratings.</param>
    public static HeldOutQuestions OfStream(ulong seed, RatingLog ratings, IFoldInModel[] central, RatingScale scale)
    {
        List<Rating> held = [];
        RatingLog logged = new(scale);
        List<short>[] answers = [.. central.Select(_ => new List<short>())];
        double[][] factors = [.. central.Select(model => new double[model.FactorCount])];
        RatingUnits units = new(scale);
        int step = StepOf(seed, ratings);
        int turn = 0;
        for (int user = 0; user < ratings.UserCount; user++)
        {
            if (ratings.OfUser(user).IsEmpty || !IsHeldOut(seed, user) || turn++ % step != 0)
            {
                continue;
            }

            RatedItem[] own = ratings.OfUser(user).ToArray();
            Array.Sort(own, static (left, right) =>
                left.Timestamp != right.Timestamp ? left.Timestamp.CompareTo(right.Timestamp) : left.Item.CompareTo(right.Item));
            int questions = Math.Min(own.Length, MostOfUser);
            for (int question = 0; question < questions; question++)
            {
                int at = (int)((long)question * own.Length / questions);
                int asker = held.Count;
                RatedItem asked = own[at];
                held.Add(new Rating(asker, asked.Item, asked.Value, asked.Timestamp));
                ReadOnlySpan<RatedItem> earlier = own.AsSpan(0, at);
                Log(logged, asker, earlier);
                for (int model = 0; model < central.Length; model++)
                {
                    central[model].FoldIn(earlier, factors[model]);
                    answers[model].Add((short)units.FromRating((float)central[model].Predict(factors[model], asked.Item)));
                }
            }
        }

        return new HeldOutQuestions
        {
            Logged = logged,
            Crowd = ratings,
            CrowdKnowsHeld = true,
            Held = [.. held],
            CentralAnswers = [.. answers.Select(static model => model.ToArray())],
            Kept = () => ratings.Where((user, _) => !IsHeldOut(seed, user)),
        };
    }

    /// <summary>Questions about single ratings, each of which all other ratings of its user are known of.</summary>
    /// <param name="seed">The seed that decides which ratings are held out of a pretrained model.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="central">The central model.</param>
    /// <param name="answers">Its answers, for a pretrained model.</param>
    public static HeldOutQuestions AtRandom(ulong seed, RatingLog ratings, CentralModel central, CentralAnswers answers)
    {
        HeldOutAnswers? known = central.HeldOut;
        bool IsKept(int user, int item) =>
            known is null ? !HeldOutAnswers.IsHeldOut(seed, user, item) : known.IndexOf(user, item) < 0;
        RatingLog kept = ratings.Where(IsKept);
        int count = ratings.RatingCount - kept.RatingCount;
        int part = Math.Max(1, (count + MostAtRandom - 1) / MostAtRandom);
        Rating[] held = new Rating[(count + part - 1) / part];
        int next = 0;
        for (int user = 0; user < ratings.UserCount; user++)
        {
            foreach (RatedItem rated in ratings.OfUser(user))
            {
                if (!IsKept(user, rated.Item) && next++ % part == 0)
                {
                    held[(next - 1) / part] = new Rating(user, rated.Item, rated.Value, rated.Timestamp);
                }
            }
        }

        return new HeldOutQuestions
        {
            Logged = kept,
            Crowd = kept,
            CrowdKnowsHeld = false,
            Held = held,
            CentralAnswers = known is null
                ? AnswersOf(answers, held, kept)
                :
                [
                    .. known.Answers.Select(
                        model => Array.ConvertAll(held, rating => model[known.IndexOf(rating.User, rating.Item)])),
                ],
            Kept = () => kept,
        };
    }

    // As the application asks: with the user's other ratings folded in, unless the model knew the user before.
    private static short[][] AnswersOf(CentralAnswers central, Rating[] held, RatingLog kept)
    {
        short[][] answers = [.. Enumerable.Range(0, central.ModelCount).Select(_ => new short[held.Length])];
        UserBase prepared = new(central.ModelCount, central.StateLength);
        for (int i = 0; i < held.Length; i++)
        {
            int user = held[i].User;
            if (i == 0 || held[i - 1].User != user)
            {
                prepared.Clear();
                prepared.User = user;
                Array.Fill(prepared.Shares, 1);
                central.Prepare(prepared, kept.OfUser(user));
            }

            for (int model = 0; model < answers.Length; model++)
            {
                answers[model][i] = (short)central.Of(model, user, prepared.State, held[i].Item);
            }
        }

        return answers;
    }

    private static void Log(RatingLog logged, int user, ReadOnlySpan<RatedItem> ratings)
    {
        if (!ratings.IsEmpty)
        {
            logged.Reserve(user, ratings.Length);
        }

        foreach (RatedItem rated in ratings)
        {
            logged.Set(new Rating(user, rated.Item, rated.Value, rated.Timestamp), out _);
        }
    }

    // Every so many held-out users are asked.
    private static int StepOf(ulong seed, RatingLog ratings)
    {
        long questions = 0;
        long logged = 0;
        for (int user = 0; user < ratings.UserCount; user++)
        {
            int length = ratings.OfUser(user).Length;
            long own = length > 0 && IsHeldOut(seed, user) ? Math.Min(length, MostOfUser) : 0;
            questions += own;
            logged += own * length / 2;
        }

        return (int)Math.Max(
            1, Math.Max((questions + MostOfStream - 1) / MostOfStream, (logged + MostLoggedOfStream - 1) / MostLoggedOfStream));
    }
}
