"""The estimator and the model as PySpark's own are used."""

import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import StringIndexer
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder

import spiketrain
from conftest import classifier
from spiketrain import SpikingClassificationModel, SpikingClassifier

try:
    from pyspark.errors import IllegalArgumentException
except ImportError:
    from pyspark.sql.utils import IllegalArgumentException


@pytest.fixture(scope="module")
def model(people):
    return classifier().fit(people)


def answers(scored):
    return scored.orderBy("nr").select("nr", "prediction", "probability").collect()


def test_params_are_those_of_java(spark):
    one = SpikingClassifier(inputCol="name", seed=3)
    java = one._java_obj
    assert [param.name for param in one.params] == [param.name() for param in java.params()]
    for param in one.params:
        assert param.doc == java.getParam(param.name).doc()
        assert one.hasDefault(param) == java.hasDefault(java.getParam(param.name))
    assert one.getInputCol() == "name" and one.getSeed() == 3
    assert one.getHandleInvalid() == "error"
    assert "column of the classes" in SpikingClassifier.setLabelCol.__doc__
    assert "learningRate: peak learning rate, above 0" in one.explainParams()


def test_values_are_checked_where_they_are_set(spark):
    one = SpikingClassifier()
    with pytest.raises(IllegalArgumentException, match="learningRate"):
        one.setLearningRate(0)
    with pytest.raises(IllegalArgumentException, match="handleInvalid"):
        one.setHandleInvalid("drop")
    assert not one.isSet("learningRate") and one.getHandleInvalid() == "error"
    with pytest.raises(TypeError):
        one.setEpochs("many")
    with pytest.raises(TypeError, match="no param learningrate, only .*learningRate"):
        SpikingClassifier(learningrate=1)


def test_a_missing_column_is_named(people):
    with pytest.raises(IllegalArgumentException, match='inputCol: the data have no column "name"'):
        classifier(inputCol="name").fit(people)


def test_weights_change_the_model_and_only_numbers_are_weights(people, model):
    weighed = people.selectExpr("*", "nr % 4 / 2 AS weight")
    assert answers(classifier(weightCol="weight").fit(weighed).transform(people)) != answers(
        model.transform(people)
    )
    with pytest.raises(IllegalArgumentException, match='"surname" holds string: name a column of'):
        classifier(weightCol="surname").fit(people)


def test_a_cross_validation_in_a_pipeline_is_saved_and_read(people, tmp_path):
    indexer = StringIndexer(inputCol="language", outputCol="label")
    spiking = classifier(labelCol="label")
    grid = ParamGridBuilder().addGrid(spiking.learningRate, [1e-6, 0.02]).build()
    validator = CrossValidator(
        estimator=Pipeline(stages=[indexer, spiking]),
        estimatorParamMaps=grid,
        evaluator=MulticlassClassificationEvaluator(),
        numFolds=2,
        seed=1,
    )
    validator.write().save(str(tmp_path / "validator"))
    fitted = CrossValidator.load(str(tmp_path / "validator")).fit(people)
    assert fitted.avgMetrics[1] > fitted.avgMetrics[0]
    network = fitted.bestModel.stages[1]
    assert network.labels == ["Japanese", "Russian", "Greek"] and network.numClasses == 3
    fitted.write().save(str(tmp_path / "fitted"))
    again = CrossValidatorModel.load(str(tmp_path / "fitted"))
    assert answers(again.transform(people)) == answers(fitted.transform(people))


def test_models_go_from_python_to_java_and_back(spark, people, model, tmp_path):
    python, java = str(tmp_path / "python"), str(tmp_path / "java")
    PipelineModel([model]).write().save(python)
    read = spark._jvm.org.apache.spark.ml.PipelineModel.load(python)
    read.stages()[0].save(java)
    back = SpikingClassificationModel.load(java)
    assert back.uid == model.uid and back.getInputCol() == "surname"
    assert answers(back.transform(people)) == answers(model.transform(people))
    plain = SpikingClassificationModel.load(java + "/model.zip").setInputCol("surname")
    assert answers(plain.transform(people)) == answers(model.transform(people))
    stages = PipelineModel.load(python).stages
    assert type(stages[0]) is SpikingClassificationModel


def test_an_estimator_is_copied_saved_and_read(spark, tmp_path):
    one = classifier(epochs=2.5)
    assert one.copy({one.learningRate: 0.5}).getLearningRate() == 0.5
    one.save(str(tmp_path / "one"))
    again = SpikingClassifier.load(str(tmp_path / "one"))
    assert again.uid == one.uid
    assert again.extractParamMap() == one.extractParamMap()


def test_blank_texts_are_kept_as_a_class_of_their_own(spark, model):
    texts = spark.createDataFrame([(1, "Abe"), (2, " ")], "nr INT, surname STRING")
    kept = model.copy().setHandleInvalid("keep").transform(texts)
    assert kept.orderBy("nr").collect()[1]["prediction"] == 3
    assert model.copy().setHandleInvalid("skip").transform(texts).count() == 1


def test_sql_has_the_function(spark, people, model, tmp_path):
    model.save(str(tmp_path / "model"))
    spiketrain.register_functions(spark)
    people.createOrReplaceTempView("people")
    answered = spark.sql(
        f"SELECT DISTINCT spiketrain_predict('{tmp_path}/model/model.zip', surname) FROM people"
    )
    assert {row[0] for row in answered.collect()} <= set(model.labels)


def test_the_jar_is_found_or_missed_with_a_message(monkeypatch, tmp_path):
    here = tmp_path / "mine.jar"
    here.touch()
    monkeypatch.setenv("SPIKETRAIN_JAR", str(here))
    assert spiketrain.jar() == str(here)
    monkeypatch.setenv("SPIKETRAIN_JAR", str(tmp_path / "no.jar"))
    with pytest.raises(FileNotFoundError, match="no.jar, where there is no file"):
        spiketrain.jar()
    monkeypatch.delenv("SPIKETRAIN_JAR")
    monkeypatch.setattr("spiketrain._session._HERE", tmp_path / "a" / "b" / "c")
    with pytest.raises(FileNotFoundError, match="mvn package"):
        spiketrain.jar()
