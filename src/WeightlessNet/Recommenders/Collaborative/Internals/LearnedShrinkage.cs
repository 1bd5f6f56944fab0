namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// How many ratings of the average user are added to a user's own, learned from users all but 1, 2, 5 or 10 of whose ratings are hidden and
/// then asked: many where the ratings of a user say little about the user's next one.
/// </summary>
/// <remarks>
/// Nothing is drawn at random: the expected squared error over all ways to hide ratings of a user follows from the sum of the user's
/// residuals and the sum of their squares. A user counts by the number of ratings that are asked.
/// Not safe for concurrent use.
/// </remarks>
internal sealed class LearnedShrinkage
{
    /// <summary>The shrinkage where nothing is learned.</summary>
    public const double Usual = 5;

    /// <summary>The lowest shrinkage.</summary>
    public const double Least = 1;

    /// <summary>The highest shrinkage.</summary>
    public const double Most = 30;

    // What is expected before any user is counted: the variance of users is a fifth of that of the noise.
    private const double PriorQuestions = 1000;
    private const double PriorNoise = 0.5;

    // The usual shrinkage is first: it stays if no other is better.
    private static readonly double[] Choices = [Usual, Least, 1.5, 2, 2.5, 3, 4, 6, 8, 10, 12, 15, 20, 25, Most];

    private readonly Questions[] _questions = [new(1), new(2), new(5), new(10)];

    /// <summary>The shrinkage with which the questions are answered best.</summary>
    public double Best => Choices.MinBy(shrinkage => _questions.Sum(questions => questions.ErrorOf(shrinkage)));

    /// <summary>Counts a user.</summary>
    /// <param name="ratings">The number of the user's ratings.</param>
    /// <param name="sum">The sum of the residuals: what the items, judged by other users' ratings, do not explain of them.</param>
    /// <param name="squares">The sum of the squares of the residuals.</param>
    public void Add(int ratings, double sum, double squares)
    {
        foreach (Questions questions in _questions)
        {
            questions.Add(ratings, sum, squares);
        }
    }

    // The questions when a number of ratings of each user are known: sums over users, each multiplied by the number of ratings asked.
    private sealed class Questions(int known)
    {
        private double _squares = PriorQuestions * PriorNoise * (1 + (1 / Usual));
        private double _products = PriorQuestions * PriorNoise / Usual;

        public void Add(int ratings, double sum, double squares)
        {
            int asked = ratings - known;
            if (asked > 0)
            {
                // The mean square of a residual, and the mean product of two residuals.
                _squares += asked * squares / ratings;
                _products += asked * ((sum * sum) - squares) / (ratings * (ratings - 1.0));
            }
        }

        // The squared error of the answer (sum of the known residuals) / (known + shrinkage).
        public double ErrorOf(double shrinkage)
        {
            double share = 1 / (known + shrinkage);
            double squareOfSum = (known * _squares) + (known * (known - 1) * _products);
            return _squares - (2 * share * known * _products) + (share * share * squareOfSum);
        }
    }
}
