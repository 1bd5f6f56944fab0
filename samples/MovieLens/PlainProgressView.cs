using System.Globalization;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>A line per tenth of the work, with the system that runs then, for files and pipes.</summary>
internal sealed class PlainProgressView : IProgressView
{
    private readonly TextWriter _writer;

    public PlainProgressView(TextWriter writer) => _writer = writer;

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(string title, Func<IProgress<EvaluationProgress>, Task<T>> work) => work(new Lines(_writer, title));

    private sealed class Lines(TextWriter writer, string title) : IProgress<EvaluationProgress>
    {
        private int _tenths = -1;
        private bool _isDue = true;

        public void Report(EvaluationProgress value)
        {
            int tenths = (int)(10 * value.Fraction);
            if (value.Fraction >= 1)
            {
                if (tenths > _tenths)
                {
                    writer.WriteLine($"{title}: 100 %");
                }
            }
            else if (_isDue)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {10 * tenths} % ({value.Name})"));
                _isDue = false;
            }
            else if (tenths > _tenths)
            {
                // A report that completes a tenth often is the last one of its system: the next one names the system that runs.
                _isDue = true;
            }

            _tenths = Math.Max(_tenths, tenths);
        }
    }
}
