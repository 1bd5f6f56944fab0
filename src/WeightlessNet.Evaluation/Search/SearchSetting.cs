using System.Globalization;

namespace WeightlessNet.Evaluation.Search;

/// <summary>One value for each parameter of a search. Immutable and safe to share between threads.</summary>
public sealed class SearchSetting
{
    private readonly IReadOnlyList<SearchParameter> _parameters;
    private readonly double[] _values;

    internal SearchSetting(IReadOnlyList<SearchParameter> parameters, IReadOnlyList<int> choices)
    {
        _parameters = parameters;
        _values = [.. choices.Select((choice, i) => parameters[i].Values[choice])];
    }

    /// <summary>The value of a parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="KeyNotFoundException">There is no such parameter; the message lists the parameters.</exception>
    public double this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            for (int i = 0; i < _values.Length; i++)
            {
                if (_parameters[i].Name == name)
                {
                    return _values[i];
                }
            }

            throw new KeyNotFoundException(
                $"There is no parameter '{name}'. There are: {string.Join(", ", _parameters.Select(parameter => parameter.Name))}.");
        }
    }

    internal IEnumerable<string> Names => _parameters.Select(parameter => parameter.Name);

    /// <summary>The value of a parameter as a whole number.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="KeyNotFoundException">There is no such parameter; the message lists the parameters.</exception>
    /// <exception cref="InvalidOperationException">The value is not a whole number of 32 bits.</exception>
    public int Whole(string name)
    {
        double value = this[name];
        return value == (int)value
            ? (int)value
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{name}' is {value}, which is not a whole number: give the parameter whole values, or read it with the indexer."));
    }

    /// <summary>The names and values, such as "factors 16, iterations 40".</summary>
    public override string ToString() => string.Join(", ", _parameters.Select(
        (parameter, i) => string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} {_values[i]}")));
}
